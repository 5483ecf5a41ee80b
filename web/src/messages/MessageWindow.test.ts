import { beforeEach, expect, test } from 'vitest';
import type { HistoryPage, Message } from '../protocol/wire';
import { grace } from '../testing/FakeServer';
import { MessageWindow } from './MessageWindow.svelte';

let window: MessageWindow;

const message = (seq: number): Message => ({
  id: `m-${seq}`, roomId: 'general', seq, rev: seq, author: grace, content: 'x', createdAt: '2026-01-31T12:00:00Z', status: 'complete',
});
const messages = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => message(from + index));
const page = (from: number, to: number, hasMore: boolean): HistoryPage => ({ type: 'history', roomId: 'general', messages: messages(from, to), hasMore });
const older = (from: number, to: number) => window.putOlder(page(from, to, from > 1), to + 1);
const newer = (from: number, to: number, newest: number) => window.putNewer(page(from, to, to < newest), from - 1);
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
  window.put(messages(1, 401));
  expect(held()).toEqual([202, 401]);
  window.put(messages(402, 450));
  window.viewed('hidden');
  expect(held()).toEqual([351, 450]);
});

test('who reads back keeps what they read, and the end is fetched when they return to it', () => {
  window.viewed('end');
  window.put(messages(1, 240));
  window.viewed('back');
  for (const one of messages(241, 900)) window.put([one]);
  expect(held()).toEqual([1, 250]);
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

test('however far somebody reads back and forth, the window stays bounded and whole', () => {
  window.viewed('end');
  window.begin(messages(99_951, 100_000), true);
  window.viewed('back');
  let most = 0;
  for (; window.hasOlder; most = Math.max(most, window.list.length)) older(Math.max(1, window.from - 50), window.from - 1);
  expect(held()[0]).toBe(1);
  for (; window.hasNewer; most = Math.max(most, window.list.length)) newer(window.to + 1, Math.min(100_000, window.to + 50), 100_000);
  expect(held()[1]).toBe(100_000);
  expect(isWhole()).toBe(true);
  expect(most).toBeLessThanOrEqual(250);
});

test('what came while a newer page was on its way is not lost', () => {
  window.goTo({ ...page(1, 50, false), hasNewer: true });
  window.put([message(101)]);
  newer(51, 100, 100);
  expect(window.hasNewer).toBe(true);
  newer(101, 101, 101);
  expect(held()).toEqual([1, 101]);
  expect(window.hasNewer).toBe(false);
});

test('messages that stand elsewhere leave gaps that are no holes', () => {
  const inThread = (one: Message): Message => (one.seq % 2 === 0 ? { ...one, threadId: 'm-1' } : one);
  window = new MessageWindow((one) => one.threadId === undefined);
  window.begin(messages(51, 100).map(inThread), true);
  expect(window.list.map(({ seq }) => seq)).toEqual(messages(51, 100).map(({ seq }) => seq).filter((seq) => seq % 2 === 1));
  window.putOlder({ ...page(40, 50, true), messages: messages(40, 50).map((one) => ({ ...one, threadId: 'm-1' })) }, 51);
  expect(window).toMatchObject({ from: 40, hasOlder: true });
  older(30, 39);
  expect(window.list[0]?.seq).toBe(30);
});

test('what the server no longer keeps is dropped', () => {
  window.begin(messages(51, 100), true);
  window.dropBefore(80);
  expect(held()).toEqual([80, 100]);
  expect(window.hasOlder).toBe(false);
});
