import { count, span } from '../ui/figures';
import type { DayStats, Totals } from './StatsApi';

export interface Measure {
  title: string;
  /** What one day has of it; undefined: nothing was measured. */
  of(day: Totals): number | undefined;
  /** A value in words: `12 messages`. */
  word(value: number): string;
  /** The figure for the whole time. */
  total(totals: Totals): string;
}

const plural = (one: string, many: string) => (value: number) => `${Math.round(value).toLocaleString()} ${value === 1 ? one : many}`;
const whole = (value: number) => Math.round(value).toLocaleString();

const liked = ({ likes, dislikes }: Totals): string => (likes + dislikes === 0 ? '–' : `${Math.round((likes / (likes + dislikes)) * 100)} % liked`);

export const measures: readonly Measure[] = [
  { title: 'Messages', of: (day) => day.messages, word: plural('message', 'messages'), total: (totals) => whole(totals.messages) },
  { title: 'Active people', of: (day) => day.people, word: plural('person', 'people'), total: (totals) => whole(totals.people) },
  { title: 'Answers', of: (day) => day.answers, word: plural('answer', 'answers'), total: (totals) => whole(totals.answers) },
  {
    title: 'Tokens', of: (day) => day.promptTokens + day.completionTokens, word: (value) => `${count(value)} tokens`,
    total: (totals) => count(totals.promptTokens + totals.completionTokens),
  },
  {
    title: 'Time to first token', of: (day) => day.timeToFirstTokenMs, word: span,
    total: ({ timeToFirstTokenMs }) => (timeToFirstTokenMs === undefined ? '–' : span(timeToFirstTokenMs)),
  },
  { title: 'Feedback', of: (day) => day.likes + day.dislikes, word: plural('rating', 'ratings'), total: liked },
];

/** A measure over the days, for a plot. */
export const seriesOf = (measure: Measure, days: readonly DayStats[]): Map<string, number | undefined> => new Map(days.map((day) => [day.day, measure.of(day)]));
