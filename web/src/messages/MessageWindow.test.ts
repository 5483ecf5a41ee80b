import { beforeEach, expect, test } from 'vitest';
import type { Message } from '../protocol/wire';
import { grace } from '../testing/FakeServer';
import { MessageWindow } from './MessageWindow.svelte';

let window: MessageWindow;

const message = (seq: number): Message => ({
  id: `m-${seq}`, roomId: 'general', seq, rev: seq, author: grace, content: 'x', createdAt: '2026-01-31T12:00:00Z', status: 'complete',
});
const messages = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => message(from + index));
const older = (from: number, to: number) => window.putOlder({ type: 'history', roomId: 'general', messages: messages(from, to), hasMore: from > 1 });
const held = () => [window.list[0]?.seq, window.list.at(-1)?.seq];

/** Every message in its place and none missing. */
const isWhole = () => window.list.every((held, index) => held.seq === window.list[0]!.seq + index);

beforeEach(() => {
  window = new MessageWindow();
});

test('a room that nobody looks at keeps its last messages alone', () => {
  for (const one of messages(1, 5000)) window.put([one]);
  expect(window.list.length).toBeLessThanOrEqual(200);
  expect(window.list.at(-1)?.seq).toBe(5000);
  expect(window.hasOlder).toBe(true);
});

test('at the end of a room old messages go, and leaving it lets more of them go', () => {
  window.viewed('end');
  window.put(messages(1, 601));
  expect(held()).toEqual([302, 601]);
  window.viewed('hidden');
  expect(held()).toEqual([502, 601]);
});

test('who reads back keeps what they read, and the end is fetched when they return to it', () => {
  window.viewed('end');
  window.put(messages(1, 590));
  window.viewed('back');
  for (const one of messages(591, 900)) window.put([one]);
  expect(held()).toEqual([1, 600]);
  expect(window.hasNewer).toBe(true);

  window.jumpToEnd();
  window.put([message(901)]);
  window.begin(messages(851, 900), true);
  expect(held()).toEqual([851, 901]);
  expect(window.hasNewer).toBe(false);
  expect(isWhole()).toBe(true);
});

test('a new beginning leaves who reads back where they are', () => {
  window.put(messages(1, 100));
  window.viewed('back');
  window.begin(messages(81, 130), true);
  expect(held()).toEqual([1, 130]);
  window.begin(messages(900, 950), true);
  expect(held()).toEqual([1, 130]);
  expect(window.hasNewer).toBe(true);
});

test('an older page that no longer meets the window is dropped', () => {
  window.begin(messages(51, 100), true);
  older(1, 49);
  expect(held()).toEqual([51, 100]);
  expect(window.hasOlder).toBe(true);
  older(1, 50);
  expect(held()).toEqual([1, 100]);
  expect(window.hasOlder).toBe(false);
});

test('a change of a message before the window leaves no hole behind it', () => {
  window.begin(messages(51, 100), true);
  window.put([{ ...message(3), rev: 101 }]);
  expect(isWhole()).toBe(true);
});
