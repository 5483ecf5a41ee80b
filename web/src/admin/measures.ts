import { bytes, count, span } from '../ui/figures';
import type { DayStats, Stats, TotalStats } from './StatsApi';

export interface Measure {
  title: string;
  /** What one day has of it; undefined: nothing was measured. */
  of(day: DayStats): number | undefined;
  /** A value in words: `12 messages`. */
  word(value: number): string;
  /** The figure for the whole time. */
  total(stats: Stats): string;
}

const whole = (value: number) => Math.round(value).toLocaleString();
const plural = (one: string, many: string) => (value: number) => `${whole(value)} ${value === 1 ? one : many}`;
const sum = (days: readonly DayStats[], of: (day: DayStats) => number) => days.reduce((all, day) => all + of(day), 0);
const tokens = (day: DayStats) => day.promptTokens + day.completionTokens;

export const measures: readonly Measure[] = [
  { title: 'Messages', of: (day) => day.messages, word: plural('message', 'messages'), total: ({ days }) => whole(sum(days, (day) => day.messages)) },
  { title: 'Active people', of: (day) => day.activePeople, word: plural('person', 'people'), total: ({ totals }) => whole(totals.activePeople) },
  { title: 'Answers', of: (day) => day.answers, word: plural('answer', 'answers'), total: ({ days }) => answered(days) },
  { title: 'Tokens', of: tokens, word: (value) => `${count(value)} tokens`, total: ({ days }) => count(sum(days, tokens)) },
  { title: 'Time to first token', of: (day) => day.timeToFirstTokenMs, word: span, total: ({ days }) => firstToken(days) },
  { title: 'Feedback', of: (day) => day.likes + day.dislikes, word: plural('rating', 'ratings'), total: ({ days }) => liked(days) },
];

function answered(days: readonly DayStats[]): string {
  const failures = sum(days, (day) => day.failures);
  return `${whole(sum(days, (day) => day.answers))}${failures > 0 ? `, ${whole(failures)} failed` : ''}`;
}

/** A day with many answers counts for more. */
function firstToken(days: readonly DayStats[]): string {
  const measured = days.filter((day) => day.timeToFirstTokenMs !== undefined && day.answers > 0);
  const answers = sum(measured, (day) => day.answers);
  return answers === 0 ? '–' : span(sum(measured, (day) => day.timeToFirstTokenMs! * day.answers) / answers);
}

function liked(days: readonly DayStats[]): string {
  const likes = sum(days, (day) => day.likes);
  const all = likes + sum(days, (day) => day.dislikes);
  return all === 0 ? '–' : `${Math.round((likes / all) * 100)} % liked`;
}

/** What there is now, in one line. */
export function nowInWords({ rooms, people, files, fileBytes }: TotalStats): string {
  const told = [plural('person', 'people')(people), files > 0 ? `${plural('file', 'files')(files)} of ${bytes(fileBytes)}` : 'no files'];
  return [...(rooms === undefined ? [] : [plural('room', 'rooms')(rooms)]), ...told].join(', ');
}
