import { expect, test } from 'vitest';
import type { Member } from '../protocol/wire';
import { NameOffers } from './NameOffers.svelte';

const member = (name: string): Member => ({ id: `u-${name}`, name, kind: 'user', status: 'online' });

function typing(value: string, caret = value.length) {
  const names = new NameOffers({ members: () => ['ada', 'ben', 'beatrice'].map(member), myId: 'u-ada' });
  names.look({ value, selectionStart: caret, selectionEnd: caret });
  return names;
}

const key = (key: string, shiftKey = false) => ({ key, shiftKey });

test('the arrows go round the names, and Enter or Tab takes the chosen one', () => {
  const names = typing('hello @be');
  expect(names.take(key('ArrowUp'))).toEqual({ isTaken: true });
  expect(names.selected).toBe(names.list.length - 1);
  names.take(key('ArrowDown'));
  expect(names.take(key('Tab')).picked).toEqual(names.list[0]);
  expect(names.take(key('Enter')).picked).toEqual(names.list[0]);
});

test('where the name stands in full, Enter is not for the list; nor is a key that the list does not know', () => {
  expect(typing('@ben').take(key('Enter'))).toEqual({ isTaken: false });
  expect(typing('@be').take(key('Enter', true))).toEqual({ isTaken: false });
  expect(typing('@be').take(key('x'))).toEqual({ isTaken: false });
});

test('Escape closes the list, and without names no key is taken', () => {
  const names = typing('@be');
  expect(names.take(key('Escape'))).toEqual({ isTaken: true });
  expect(names.list).toEqual([]);
  expect(names.take(key('ArrowDown'))).toEqual({ isTaken: false });
});
