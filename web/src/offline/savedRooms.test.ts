import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Confab } from '../state/Confab.svelte';
import { FakeClock, settled } from '../testing/FakeClock';
import { FakeServer, grace, me } from '../testing/FakeServer';
import { memoryStore, type KeyedStore } from '../ui/storage';
import { openDatabase } from './browserDatabase';

let clock: FakeClock;
let server: FakeServer;
let store: KeyedStore;
let tab: Confab;

async function reload() {
  tab?.chat?.close();
  tab = new Confab(store, (draw) => draw(), { openSocket: server.openSocket, clock, random: () => 1, database: await openDatabase() });
}

async function connect() {
  server.socket.opens();
  await expect.poll(() => tab.chat?.isOnline && room().phase).toBe('joined');
}

const room = (id = 'general') => tab.chat!.room(id);
const texts = () => room().messages.map((message) => message.content);
const saved = async () => (await (await openDatabase()).rooms.all('u-ada')).map(({ room, messages }) => [room.id, messages.length]);
const soon = expect.poll;

/** Two seconds pass, and what they write is written. */
async function written(expected: unknown) {
  await clock.pass(2_000);
  await soon(saved).toEqual(expected);
}

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  clock = new FakeClock();
  server = new FakeServer();
  store = memoryStore();
  await reload();
  tab.signIn({ username: 'ada' });
  await connect();
});

afterEach(() => tab.chat?.close());

test('the page opens without a connection as it was last seen, and says when that was', async () => {
  server.post('one');
  server.post('two', 'm-2', grace, { threadId: 'm-1' });
  await written([['general', 1]]);
  await reload();
  await soon(texts).toEqual(['one']);
  expect(room()).toMatchObject({ name: 'general', savedAt: clock.now(), phase: 'listed', unread: 1 });
  expect(room().member(grace.id)?.status).toBe('offline');
  expect(tab.chat!.isListed).toBe(true);
});

test('what came meanwhile is asked for from there on, and nothing is old then', async () => {
  server.post('one');
  await written([['general', 1]]);
  await reload();
  await soon(texts).toEqual(['one']);
  server.silent = true;
  server.post('two');
  server.silent = false;
  await connect();
  expect(texts()).toEqual(['one', 'two']);
  expect(room().savedAt).toBeUndefined();
  expect(server.socket.sent.filter((request) => request.type === 'join_room')).toMatchObject([{ after: 1 }]);
});

test('what is saved and what came since are the same as the room read anew', async () => {
  server.post('one');
  server.post('mine', 'm-2', me);
  await written([['general', 2]]);
  await reload();
  await soon(texts).toHaveLength(2);
  server.silent = true;
  server.post('three');
  server.silent = false;
  await connect();
  const followed = JSON.stringify([room().messages, room().members, room().revs.rev, room().unread, room().newestSeq, room().hasOlder]);
  globalThis.indexedDB = new IDBFactory();
  await reload();
  await connect();
  expect(JSON.stringify([room().messages, room().members, room().revs.rev, room().unread, room().newestSeq, room().hasOlder])).toBe(followed);
});

test('a server that answers first is not overruled', async () => {
  server.post('old', 'm-1');
  await written([['general', 1]]);
  await reload();
  server.messages.length = server.rev = 0;
  server.socket.opens();
  await settled();
  await settled();
  await clock.pass(1_000);
  expect(texts()).toEqual([]);
});

test('a page that goes away writes at once', async () => {
  server.post('last words');
  tab.chat!.save();
  await soon(saved).toEqual([['general', 1]]);
});

test('a room that one was removed from, or that is gone, is no longer shown nor kept', async () => {
  server.others = ['den', 'tea', 'hut'].map((id) => ({ ...server.room, id, name: id, isMember: true, visibility: 'private' as const }));
  await reload();
  await connect();
  await written([['den', 0], ['general', 0], ['hut', 0], ['tea', 0]]);
  server.socket.gives({ type: 'user_left', roomId: 'tea', user: me });
  await soon(saved).toEqual([['den', 0], ['general', 0], ['hut', 0]]);
  server.socket.gives({ type: 'room_deleted', roomId: 'hut' });
  await soon(saved).toEqual([['den', 0], ['general', 0]]);
  server.others = [];
  await reload();
  await soon(() => tab.chat!.rooms().map((known) => known.id).sort()).toEqual(['den', 'general']);
  await connect();
  expect(tab.chat!.rooms().map((known) => known.id)).toEqual(['general']);
  await soon(saved).toEqual([['general', 0]]);
});

test('a public room that one left on another device shows nothing of it any more', async () => {
  const den = { ...server.room, id: 'den', name: 'den', isMember: true };
  server.others = [den];
  await reload();
  await connect();
  await written([['den', 0], ['general', 0]]);
  server.others = [{ ...den, isMember: false }];
  await reload();
  await soon(() => room('den').savedAt).toBeDefined();
  await connect();
  expect(room('den')).toMatchObject({ phase: 'left', members: [], savedAt: undefined });
});

test('nothing is left to read after signing out, also of what was about to be written', async () => {
  server.post('secret');
  await written([['general', 1]]);
  server.post('another');
  tab.signOut();
  await soon(saved).toEqual([]);
  await clock.pass(5_000);
  expect(await saved()).toEqual([]);
});

test('the newest fifty messages of the fifty rooms that changed last are kept', async () => {
  server.others = Array.from({ length: 60 }, (_, at) => ({ ...server.room, id: `r-${at}`, name: `r-${at}`, isMember: true, createdAt: `2025-01-31T08:00:${String(at).padStart(2, '0')}.000Z` }));
  await reload();
  await connect();
  for (let at = 0; at < 70; at++) server.post(`${at}`);
  await clock.pass(2_000);
  await soon(async () => (await saved()).length).toBe(50);
  expect(await saved()).toContainEqual(['general', 50]);
  expect((await saved()).map(([id]) => id)).not.toContain('r-0');
  await reload();
  await soon(() => texts().at(-1)).toBe('69');
  expect(room().hasOlder).toBe(true);
});
