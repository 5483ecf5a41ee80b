import { expect, test } from 'vitest';
import { commandOf } from './keys';

const key = (name: string, more = {}) => ({ key: name, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more });

test('letters are commands only where nobody writes', () => {
  expect(commandOf(key('/'), false)).toBe('search');
  expect(commandOf(key('/'), true)).toBeUndefined();
  expect(commandOf(key('?', { shiftKey: true }), false)).toBe('shortcuts');
  expect(commandOf(key('?', { shiftKey: true }), true)).toBeUndefined();
});

test('the switcher opens also while one writes, and the browser keeps its own keys', () => {
  expect(commandOf(key('k', { ctrlKey: true }), true)).toBe('switch');
  expect(commandOf(key('K', { metaKey: true }), false)).toBe('switch');
  expect(commandOf(key('k', { ctrlKey: true, shiftKey: true }), false)).toBeUndefined();
  expect(commandOf(key('f', { ctrlKey: true }), false)).toBeUndefined();
  expect(commandOf(key('ArrowUp', { altKey: true }), true)).toBe('up');
  expect(commandOf(key('Escape'), true)).toBe('close');
});
