import { expect, test } from 'vitest';
import { memoryStore } from '../ui/storage';
import { answered, newToken, tokenFor } from './newToken';

test('a token is what the server takes for one, and never twice the same', () => {
  const tokens = Array.from({ length: 200 }, newToken);
  for (const token of tokens) expect(token).toMatch(/^confab_[A-Za-z0-9_-]{43}$/);
  expect(new Set(tokens).size).toBe(200);
});

test('a name is asked for with one token until the answer comes, over reloads and however it is spelt', () => {
  const store = memoryStore();
  const first = tokenFor(store, 'ada');
  expect(tokenFor(store, ' Ada ')).toBe(first);
  expect(tokenFor(store, 'grace')).not.toBe(first);
  answered(store, 'ada');
  expect(tokenFor(store, 'ada')).not.toBe(first);
});
