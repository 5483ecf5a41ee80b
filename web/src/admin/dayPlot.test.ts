import { expect, test } from 'vitest';
import { barsInWords, barsOf, lastDays } from './dayPlot';

const days = lastDays(4, new Date('2026-03-02T23:59:00Z'));

test('the days go back over the end of a month', () => {
  expect(days).toEqual(['2026-02-27', '2026-02-28', '2026-03-01', '2026-03-02']);
});

test('every day has its bar, under a round top', () => {
  const { bars, top } = barsOf(new Map([['2026-02-28', 22], ['2026-03-02', 44]]), days);
  expect(top).toBe(50);
  expect(bars.map(({ height }) => height)).toEqual([0, 0.44, 0, 0.88]);
  expect(barsOf(new Map(), days).bars.every(({ height }) => height === 0)).toBe(true);
});

test('a plot can be told in words', () => {
  const { bars } = barsOf(new Map([['2026-02-28', 22], ['2026-03-02', 44]]), days);
  expect(barsInWords(bars, (value) => `${value} messages`, (day) => day)).toBe('2 of 4 days with something, the most on 2026-03-02: 44 messages.');
  expect(barsInWords(barsOf(new Map(), days).bars, String)).toBe('Nothing in this time.');
});
