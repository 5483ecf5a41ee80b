import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { PendingMessage } from '../messages/PendingMessage';
import { Confab } from '../state/Confab.svelte';
import { FakeClock, settled } from '../testing/FakeClock';
import { FakeServer } from '../testing/FakeServer';
import { memoryStore, type KeyedStore } from '../ui/storage';
import { openDatabase } from './browserDatabase';
import type { Database } from './Database';

let clock: FakeClock;
let server: FakeServer;
let store: KeyedStore;
let tabs: Confab[];

/** A tab, or the same one after a reload. */
async function open(change: (database: Database) => Database = (database) => database): Promise<Confab> {
  const database = change(await openDatabase());
  const tab = new Confab(store, (draw) => draw(), { openSocket: server.openSocket, clock, random: () => 1, database });
  tabs.push(tab);
  return tab;
}

/** The tab is closed: nothing is heard or sent from it any more. */
function close(tab: Confab) {
  tab.chat?.close();
  tabs = tabs.filter((other) => other !== tab);
}

const write = (tab: Confab, content: string, more = {}) => tab.chat!.send(tab.chat!.room('general'), content, more);
const shown = (tab: Confab) => tab.chat!.outbox.list.map(({ content, status }) => `${status}: ${content}`);
const said = () => server.messages.map((message) => message.content);
const chats = () => server.sockets.flatMap((socket) => socket.sent).filter((request) => request.type === 'chat');
const kept = async () => (await (await openDatabase()).outbox.all('u-ada')).map((message) => message.content);
const soon = expect.poll;

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  clock = new FakeClock();
  server = new FakeServer();
  store = memoryStore();
  tabs = [];
  const first = await open();
  first.signIn({ username: 'ada' });
  server.socket.opens();
  await settled();
  server.socket.drops();
  close(first);
});

afterEach(() => {
  for (const tab of tabs) close(tab);
});

test('what is written without a connection survives reloads and goes out in order, once', async () => {
  let tab = await open();
  for (const text of ['one', 'two']) write(tab, text);
  await soon(kept).toEqual(['one', 'two']);
  close(tab);
  tab = await open();
  write(tab, 'three');
  await soon(() => shown(tab)).toEqual(['waiting: one', 'waiting: two', 'waiting: three']);
  close(tab);

  tab = await open();
  server.socket.opens();
  await soon(said).toEqual(['one', 'two', 'three']);
  await soon(kept).toEqual([]);
  await soon(() => shown(tab)).toEqual([]);
  expect(chats()).toHaveLength(3);
});

test('an answer that is lost with the page makes no second message', async () => {
  let tab = await open();
  server.swallowAcks = server.silent = true;
  server.socket.opens();
  await soon(() => tab.chat!.isOnline).toBe(true);
  write(tab, 'once');
  await soon(said).toEqual(['once']);
  await soon(kept).toEqual(['once']);
  close(tab);
  server.swallowAcks = server.silent = false;
  tab = await open();
  server.socket.opens();
  await soon(kept).toEqual([]);
  expect(said()).toEqual(['once']);
});

test('a refused message is there after a reload, with the reason, and goes when it is sent again', async () => {
  server.refuse = (request) => (request.type === 'chat' ? { type: 'error', code: 'word_not_allowed', message: 'Not that word.' } : null);
  let tab = await open();
  server.socket.opens();
  write(tab, 'rude');
  await soon(() => shown(tab)).toEqual(['failed: rude']);
  close(tab);
  tab = await open();
  await soon(() => tab.chat!.outbox.list[0]).toMatchObject({ status: 'failed', reason: 'Not that word.' });
  server.refuse = null;
  server.socket.opens();
  await soon(() => tab.chat!.isOnline).toBe(true);
  expect(said()).toEqual([]);
  tab.chat!.outbox.retry(tab.chat!.outbox.list[0]!.id);
  await soon(said).toEqual(['rude']);
});

test('a thread and what was uploaded go with the message', async () => {
  let tab = await open();
  write(tab, 'see', { threadId: 'm-1', attachments: [{ id: 'f-1', name: 'a', type: 'text/plain', size: 1 }] });
  await soon(kept).toEqual(['see']);
  close(tab);
  tab = await open();
  server.socket.opens();
  await soon(chats).toMatchObject([{ content: 'see', threadId: 'm-1', attachments: ['f-1'] }]);
});

test('another tab shows what waits, and both send it as one message in its order', async () => {
  const [one, other] = [await open(), await open()];
  write(one, 'first');
  await soon(() => shown(other)).toEqual(['waiting: first']);
  write(other, 'second');
  await soon(() => shown(one)).toEqual(['waiting: first', 'waiting: second']);
  for (const socket of server.sockets) socket.opens();
  await soon(said).toEqual(['first', 'second']);
  await soon(kept).toEqual([]);
});

test('what one tab has sent is not sent by another that read it before', async () => {
  const [one, other] = [await open(), await open()];
  const [socketOfOne, socketOfOther] = server.sockets.slice(-2);
  server.silent = true;
  write(one, 'mine');
  await soon(() => shown(other)).toEqual(['waiting: mine']);
  socketOfOne!.opens();
  await soon(said).toEqual(['mine']);
  await soon(() => shown(other)).toEqual(['sent: mine']);
  socketOfOther!.opens();
  await soon(() => other.chat!.isOnline).toBe(true);
  await soon(() => shown(other)).toEqual([]);
  expect(chats()).toHaveLength(1);
});

test('what is gone from the database has been sent, also where nobody told this tab', async () => {
  let tab = await open();
  for (const text of ['sent elsewhere', 'mine']) write(tab, text);
  await soon(kept).toEqual(['sent elsewhere', 'mine']);
  close(tab);
  tab = await open();
  await soon(() => tab.chat!.outbox.list.length).toBe(2);
  await (await openDatabase()).outbox.remove('u-ada', tab.chat!.outbox.list[0]!.id);
  server.socket.opens();
  await soon(said).toEqual(['mine']);
  await soon(() => shown(tab)).toEqual([]);
});

test('what waited goes out before what is written while the database is still being read', async () => {
  let tab = await open();
  write(tab, 'first');
  await soon(kept).toEqual(['first']);
  close(tab);
  let read = () => {};
  const slow = new Promise<void>((resolve) => (read = resolve));
  tab = await open((database) => ({ ...database, outbox: { ...database.outbox, all: (userId) => slow.then(() => database.outbox.all(userId)) } }));
  server.socket.opens();
  await soon(() => tab.chat!.room('general').phase).toBe('joined');
  write(tab, 'second');
  await soon(kept).toEqual(['first', 'second']);
  expect(said()).toEqual([]);
  read();
  await soon(said).toEqual(['first', 'second']);
});

test('what a closed tab left behind is sent by one that is still open', async () => {
  const [one, other] = [await open(), await open()];
  server.socket.opens();
  await soon(() => other.chat!.isOnline).toBe(true);
  write(one, 'left behind');
  await soon(() => shown(other)).toEqual(['waiting: left behind']);
  close(one);
  await settled();
  expect(said()).toEqual([]);
  await clock.pass(10_000);
  await soon(said).toEqual(['left behind']);
});

test('what is discarded or sent again in one tab is so in the other', async () => {
  server.refuse = (request) => (request.type === 'chat' ? { type: 'error', code: 'bad_request', message: 'No.' } : null);
  const [one, other] = [await open(), await open()];
  server.sockets.at(-2)!.opens();
  for (const text of ['a', 'b']) write(one, text);
  await soon(() => shown(other)).toEqual(['failed: a', 'failed: b']);
  one.chat!.outbox.discard(one.chat!.outbox.list[0]!.id);
  await soon(() => shown(other)).toEqual(['failed: b']);
  server.sockets.at(-2)!.drops();
  one.chat!.outbox.retry(one.chat!.outbox.list[0]!.id);
  await soon(() => shown(other)).toEqual(['waiting: b']);
});

test('a full disk is told at the message, which goes out all the same', async () => {
  vi.spyOn(console, 'warn').mockReturnValue();
  const full = () => Promise.reject(new DOMException('Full.', 'QuotaExceededError'));
  const tab = await open((database) => ({ ...database, outbox: { ...database.outbox, put: full } }));
  write(tab, 'not kept');
  await soon(() => tab.chat!.outbox.list[0]?.isOnlyHere).toBe(true);
  server.socket.opens();
  await soon(said).toEqual(['not kept']);
  await soon(() => shown(tab)).toEqual([]);
});

test('what an earlier version kept elsewhere is moved once', async () => {
  const old: PendingMessage = { id: 'm-old', roomId: 'general', content: 'old', createdAt: '2026-01-31T08:00:00.000Z', status: 'waiting' };
  store.set('confab.outbox.u-ada.m-old', JSON.stringify(old));
  const tab = await open();
  await soon(() => shown(tab)).toEqual(['waiting: old']);
  expect(await kept()).toEqual(['old']);
  expect(store.keys('confab.outbox.')).toEqual([]);
});
