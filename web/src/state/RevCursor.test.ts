import { expect, test } from 'vitest';
import { RevCursor } from './RevCursor';

function at(rev: number): RevCursor {
  const cursor = new RevCursor();
  cursor.beginCatchUp();
  cursor.caughtUpTo(rev);
  cursor.endCatchUp();
  return cursor;
}

test('follows live revs one by one', () => {
  const cursor = at(5);
  expect(cursor.live(6)).toBe(false);
  expect(cursor.live(7)).toBe(false);
  expect(cursor.rev).toBe(7);
});

test('a repeated rev changes nothing', () => {
  const cursor = at(5);
  expect(cursor.live(4)).toBe(false);
  expect(cursor.live(5)).toBe(false);
  expect(cursor.rev).toBe(5);
});

test('a rev that skips one asks to catch up and is not taken as known', () => {
  const cursor = at(5);
  expect(cursor.live(7)).toBe(true);
  expect(cursor.rev).toBe(5);
});

test('the missing rev closes the gap', () => {
  const cursor = at(5);
  cursor.live(7);
  expect(cursor.live(6)).toBe(false);
  expect(cursor.rev).toBe(7);
});

test('live revs do not move it while catching up, and count afterwards', () => {
  const cursor = at(5);
  cursor.beginCatchUp();
  expect(cursor.live(9)).toBe(false);
  expect(cursor.live(10)).toBe(false);
  expect(cursor.rev).toBe(5);
  cursor.caughtUpTo(8);
  expect(cursor.endCatchUp()).toBe(false);
  expect(cursor.rev).toBe(10);
});

test('what is still missing after catching up asks again', () => {
  const cursor = at(5);
  cursor.beginCatchUp();
  cursor.live(12);
  cursor.caughtUpTo(8);
  expect(cursor.endCatchUp()).toBe(true);
  expect(cursor.rev).toBe(8);
});

test('a larger announced rev means being behind, except before the first join and while catching up', () => {
  const cursor = at(5);
  expect(cursor.announced(5)).toBe(false);
  expect(cursor.announced(6)).toBe(true);
  cursor.beginCatchUp();
  expect(cursor.announced(6)).toBe(false);
  expect(new RevCursor().announced(6)).toBe(false);
});
