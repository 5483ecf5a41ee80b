import { expect, test } from 'vitest';
import { backoff } from './backoff';

test('waits twice as long each time, up to fifteen seconds', () => {
  const waits = [1, 2, 3, 4, 5, 6, 7, 100].map((attempt) => backoff(attempt, () => 1));
  expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 15000, 15000, 15000]);
});

test('chance takes away up to half of the wait', () => {
  expect(backoff(3, () => 0)).toBe(1000);
  expect(backoff(3, () => 0.5)).toBe(1500);
});
