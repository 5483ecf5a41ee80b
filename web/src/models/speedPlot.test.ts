import { expect, test } from 'vitest';
import { plotInWords, plotOf } from './speedPlot';

const measured = (...speeds: (number | undefined)[]) =>
  speeds.map((tokensPerSecond, minute) => ({
    at: `2026-01-31T08:0${minute}:00Z`, timeToFirstTokenMs: 100, ...(tokensPerSecond === undefined ? {} : { tokensPerSecond }),
  }));
const time = (iso: string) => iso.slice(11, 16);

test('speeds stand in their order under a round top', () => {
  const { points, top } = plotOf(measured(10, 22, 44));
  expect(top).toBe(50);
  expect(points.map(({ x, y }) => [x, y])).toEqual([[0, 0.2], [0.5, 0.44], [1, 0.88]]);
});

test('an answer of one token has no speed and no point', () => {
  expect(plotOf(measured(undefined, 3)).points).toHaveLength(1);
  expect(plotOf([]).points).toEqual([]);
});

test('the plot can be told in words', () => {
  expect(plotInWords(plotOf(measured(10, 22, 44)).points, time)).toBe('3 answers from 08:00 to 08:02: between 10.0 and 44.0 tokens per second, the newest 44.0.');
  expect(plotInWords(plotOf(measured(7)).points, time)).toBe('One answer, at 08:00: 7.0 tokens per second.');
  expect(plotInWords([], time)).toBe('No answer has been measured yet.');
});
