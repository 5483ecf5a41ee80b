import { expect, test } from 'vitest';
import { measures, nowInWords } from './measures';
import type { DayStats, Stats } from './StatsApi';

const day = (name: string, more: Partial<DayStats> = {}): DayStats => ({
  day: name, messages: 0, activePeople: 0, answers: 0, failures: 0, promptTokens: 0, completionTokens: 0, likes: 0, dislikes: 0, ...more,
});
const stats = (...days: DayStats[]): Stats => ({ days, totals: { people: 9, activePeople: 4, files: 0, fileBytes: 0 }, isComplete: true });
const totals = (of: Stats) => Object.fromEntries(measures.map((measure) => [measure.title, measure.total(of)]));

test('days are added up; people who wrote on several days count once; the mean goes by answers', () => {
  const busy = stats(
    day('2026-01-01', { messages: 10, activePeople: 3, answers: 1, promptTokens: 900, completionTokens: 100, timeToFirstTokenMs: 1000, likes: 2 }),
    day('2026-01-02', { messages: 5, activePeople: 3, answers: 3, failures: 1, timeToFirstTokenMs: 200, dislikes: 1 }),
    day('2026-01-03'),
  );
  expect(totals(busy)).toEqual({
    Messages: '15', 'Active people': '4', Answers: '4, 1 failed', Tokens: '1.00 K', 'Time to first token': '0.40 s', Feedback: '67 % liked',
  });
});

test('where nothing was measured nothing is made up', () => {
  expect(totals(stats(day('2026-01-01')))).toMatchObject({ Answers: '0', 'Time to first token': '–', Feedback: '–' });
});

test('what there is now is told in one line', () => {
  expect(nowInWords({ rooms: 1, people: 2, activePeople: 1, files: 3, fileBytes: 4_200_000 })).toBe('1 room, 2 people, 3 files of 4.20 MB');
  expect(nowInWords({ people: 1, activePeople: 1, files: 0, fileBytes: 0 })).toBe('1 person, no files');
});
