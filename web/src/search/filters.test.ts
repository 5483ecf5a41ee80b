import { expect, test } from 'vitest';
import { fromQuery, hasNarrowed, isEnough, noFilters, toFields, toQuery } from './filters';

const full = { words: 'green "tea time"', room: 'tea', author: 'Ben', kind: 'user', from: '2026-01-01', to: '2026-01-31', hasFile: true, inThread: true } as const;

test('an address keeps every filter, and nothing that is not set', () => {
  expect(fromQuery(toQuery(full))).toEqual(full);
  expect(toQuery(noFilters)).toBe('');
  expect(fromQuery('')).toEqual(noFilters);
  expect(fromQuery('kind=system&from=yesterday&has=more')).toEqual(noFilters);
});

test('both days of a span are in it, where the reader is', () => {
  const { from, to } = toFields(full);
  expect(new Date(from!).getTime()).toBe(new Date(2026, 0, 1).getTime());
  expect(new Date(to!).getTime()).toBe(new Date(2026, 1, 1).getTime());
});

test('a search needs a word, a person, a file or a thread', () => {
  expect(isEnough({ ...noFilters, words: ' ?! ' })).toBe(false);
  expect(isEnough({ ...noFilters, room: 'tea', kind: 'user' })).toBe(false);
  expect(isEnough({ ...noFilters, words: 'té' })).toBe(true);
  expect(isEnough({ ...noFilters, hasFile: true })).toBe(true);
});

test('words alone narrow nothing', () => {
  expect(hasNarrowed({ ...noFilters, words: 'tea' })).toBe(false);
  expect(hasNarrowed({ ...noFilters, room: 'tea' })).toBe(true);
});
