import { expect, test } from 'vitest';
import { barsInWords, barsOf } from './dayPlot';

const days = [0, 22, undefined, 44].map((messages, index) => ({ day: `2026-03-0${index + 1}`, messages }));
const plot = barsOf(days, (day) => day.messages);

test('every day has its bar, under a round top', () => {
  expect(plot.top).toBe(50);
  expect(plot.bars.map(({ height }) => height)).toEqual([0, 0.44, 0, 0.88]);
  expect(barsOf(days, () => undefined).bars.every(({ height }) => height === 0)).toBe(true);
});

test('a plot can be told in words', () => {
  expect(barsInWords(plot.bars, (value) => `${value} messages`, (day) => day)).toBe('2 of 4 days with something, the most on 2026-03-04: 44 messages.');
  expect(barsInWords(barsOf(days, () => 0).bars, String)).toBe('Nothing in this time.');
});
