import { expect, test } from 'vitest';
import { memoryStore } from '../ui/storage';
import { emojiGroups, findEmoji } from './emoji';
import { recentEmoji, usedEmoji } from './recentEmoji';

test('every emoji is there once, is one sign and has words', () => {
  const all = emojiGroups.flatMap((group) => group.emoji);
  expect(new Set(all.map(({ emoji }) => emoji)).size).toBe(all.length);
  const signs = new Intl.Segmenter('en', { granularity: 'grapheme' });
  for (const { emoji, words } of all) {
    expect([...signs.segment(emoji)], emoji).toHaveLength(1);
    expect(emoji).toMatch(/\p{Extended_Pictographic}/u);
    expect(words).toMatch(/^[a-z0-9 ]+$/);
  }
});

test('is found by the beginning of its words', () => {
  expect(findEmoji('thu')[0]?.emoji).toBe('👍');
  expect(findEmoji('cry sad').map(({ emoji }) => emoji)).toEqual(['😢']);
  expect(findEmoji('xyzzy')).toEqual([]);
});

test('the last used ones come first, each once', () => {
  const store = memoryStore();
  for (const emoji of ['🦊', '🎉', '🦊']) usedEmoji(store, emoji);
  expect(recentEmoji(store).slice(0, 3)).toEqual(['🦊', '🎉', '👍']);
  store.set('confab.emoji', '{"not":"a list"}');
  expect(recentEmoji(store)[0]).toBe('👍');
});
