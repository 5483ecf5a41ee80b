import { expect, test } from 'vitest';
import { newMessageId } from './messageId';

test('is a UUID of version 7', () => {
  expect(newMessageId()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('sorts in the order of making, within one millisecond and when the clock goes back', () => {
  const now = Date.now() + 1_000_000;
  const ids = Array.from({ length: 9000 }, (_, i) => newMessageId(now - (i % 2)));
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
});
