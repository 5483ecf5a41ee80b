import { expect, test } from 'vitest';
import { isSameList, textOf, wordsOf } from './wordList';

test('words are taken line by line or between commas, each once whatever its case', () => {
  expect(wordsOf(' zounds\nfiddle sticks, Egad\n\n egad ,')).toEqual(['Egad', 'fiddle sticks', 'zounds']);
  expect(wordsOf(' , \n')).toEqual([]);
});

test('a list that only stands in another order is the same list', () => {
  expect(isSameList(['b', 'a'], wordsOf('a\nb'))).toBe(true);
  expect(isSameList(['a'], ['a', 'b'])).toBe(false);
  expect(wordsOf(textOf(['b', 'a']))).toEqual(['a', 'b']);
});
