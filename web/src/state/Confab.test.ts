import { beforeEach, expect, test } from 'vitest';
import type { Database } from '../offline/Database';
import { memoryDatabase } from '../offline/memoryDatabase';
import { FakeClock, settled } from '../testing/FakeClock';
import { FakeServer, bot, grace, me } from '../testing/FakeServer';
import { memoryStore, type KeyedStore } from '../ui/storage';
import type { ErrorCode, HelloRequest } from '../protocol/wire';
import { Confab } from './Confab.svelte';

let clock: FakeClock;
let server: FakeServer;
let store: KeyedStore;
let database: Database;
let confab: Confab;

const page = () => new Confab(store, (draw) => draw(), { openSocket: server.openSocket, clock, random: () => 1, database });
const room = () => confab.chat!.room('general');
const texts = () => room().messages.map((message) => message.content);
const write = (content: string) => confab.chat!.send(room(), content);

async function accept() {
  server.socket.opens();
  await settled();
}

async function comeBack() {
  await clock.pass(15_000);
  await accept();
}

beforeEach(async () => {
  clock = new FakeClock();
  server = new FakeServer();
  store = memoryStore();
  database = memoryDatabase();
  confab = page();
  confab.signIn({ username: 'ada' });
  await accept();
  confab.chat!.open('general');
  await settled();
});

test('signs in, joins the first room and keeps the name for the next visit', async () => {
  expect(room().phase).toBe('joined');
  const { token } = confab.chat!.me;
  confab = page();
  await accept();
  expect(server.socket.sent[0]).toMatchObject({ type: 'hello', token });
  expect(confab.chat!.me.name).toBe('ada');
});

test('a token that the server does not know is kept, and opens its name when the server knows it again', async () => {
  const { token } = confab.chat!.me;
  confab = page();
  server.refuse = (request) => (request.type === 'hello' ? { type: 'error', code: 'bad_token', message: 'Unknown.' } : null);
  await accept();
  expect(confab.chat).toBeUndefined();
  confab = page();
  expect(confab.chat).toBeUndefined();
  const [ada] = confab.refusedAccounts;
  expect(ada).toMatchObject({ name: 'ada', token });

  confab.signIn({ token: ada!.token });
  await accept();
  expect(confab.refusedAccounts).toHaveLength(1);
  server.refuse = null;
  confab.signIn({ token: ada!.token });
  await accept();
  expect(confab.chat!.me.name).toBe('ada');
  expect(page().refusedAccounts).toEqual([]);
});

test('a hello whose answer is lost is said again with the same token, also after a reload', async () => {
  store = memoryStore();
  confab = page();
  confab.signIn({ username: 'ada' });
  server.socket.isClosed = true;
  server.socket.opens();
  const [first] = server.socket.sent;
  server.socket.drops();
  await clock.pass(500);
  expect(server.socket.sent).toEqual([]);
  server.socket.isClosed = true;
  server.socket.opens();
  expect(server.socket.sent[0]).toMatchObject({ username: 'ada', token: (first as HelloRequest).token });

  confab = page();
  confab.signIn({ username: 'ada' });
  await accept();
  expect(confab.chat!.me.token).toBe((first as HelloRequest).token);
  expect(store.keys('confab.')).toContain('confab.account');
  expect(store.keys('confab.asked.')).toEqual([]);
});

test('what is written offline waits and is sent in order, once, when the connection is back', async () => {
  server.socket.drops();
  for (const text of ['one', 'two', 'three']) write(text);
  expect(confab.chat!.outbox.list.map((message) => message.status)).toEqual(['waiting', 'waiting', 'waiting']);
  await comeBack();
  expect(server.messages.map((message) => message.content)).toEqual(['one', 'two', 'three']);
  expect(texts()).toEqual(['one', 'two', 'three']);
  expect(confab.chat!.outbox.list).toEqual([]);
});

test('a message whose ack was lost is sent again under its id and stays one message', async () => {
  server.swallowAcks = true;
  server.silent = true;
  write('once');
  await settled();
  server.socket.drops();
  server.swallowAcks = server.silent = false;
  await comeBack();
  await settled();
  expect(texts()).toEqual(['once']);
  expect(confab.chat!.outbox.list).toEqual([]);
});

test('a message sent again long after it was taken is not shown a second time', async () => {
  const stored = JSON.stringify({ id: 'm-old', roomId: 'general', content: 'old', createdAt: '2026-01-31T08:00:00.000Z' });
  server.post('old', 'm-old', server.me);
  for (let i = 0; i < 60; i++) server.post(`${i}`);
  store.set('confab.outbox.u-ada.m-old', stored);
  confab = page();
  await accept();
  await settled();
  await settled();
  expect(texts()).not.toContain('old');
  expect(confab.chat!.outbox.list).toEqual([]);
  expect(store.keys('confab.outbox.')).toEqual([]);
});

test('the outbox survives a reload', async () => {
  server.socket.drops();
  write('kept');
  await settled();
  confab = page();
  await settled();
  expect(confab.chat!.outbox.list.map((message) => message.content)).toEqual(['kept']);
  await accept();
  await settled();
  expect(server.messages.map((message) => message.content)).toEqual(['kept']);
});

test('a refused message stays with its reason until it is sent again or discarded', async () => {
  server.refuse = (request) => (request.type === 'chat' ? { type: 'error', code: 'bad_request', message: 'Too rude.' } : null);
  write('rude');
  await settled();
  const [failed] = confab.chat!.outbox.list;
  expect(failed).toMatchObject({ status: 'failed', reason: 'Too rude.' });
  server.refuse = null;
  confab = page();
  await accept();
  await settled();
  expect(confab.chat!.outbox.list).toMatchObject([{ id: failed!.id, status: 'failed', reason: 'Too rude.' }]);
  expect(server.messages).toEqual([]);
  confab.chat!.outbox.retry(failed!.id);
  await settled();
  expect(texts()).toEqual(['rude']);
});

test('a message that comes too fast waits as long as the server says, and holds back those after it', async () => {
  server.refuse = (request) => (request.type === 'chat' ? { type: 'error', code: 'rate_limited', message: 'Slow.', retryAfterMs: 800 } : null);
  write('first');
  write('second');
  await settled();
  server.refuse = null;
  expect(server.messages).toEqual([]);
  await clock.pass(800);
  expect(texts()).toEqual(['first', 'second']);
});

test('signing out with a message on its way keeps it for the return', async () => {
  server.swallowAcks = server.silent = true;
  write('unheard');
  await settled();
  confab.signOut();
  await settled();
  expect(server.socket.sent.filter((request) => request.type === 'chat')).toHaveLength(1);
  expect(await database.outbox.all('u-ada')).toMatchObject([{ content: 'unheard' }]);
});

test('what waited for its turn is not sent once somebody else has signed in', async () => {
  server.refuse = (request) => (request.type === 'chat' ? { type: 'error', code: 'rate_limited', message: 'Slow.', retryAfterMs: 800 } : null);
  write('mine');
  await settled();
  server.refuse = null;
  confab.signOut();
  server.me = grace;
  confab.signIn({ username: 'grace' });
  await accept();
  await clock.pass(60_000);
  expect(confab.chat!.me.name).toBe('grace');
  expect(server.messages).toEqual([]);
});

test.each<ErrorCode>(['internal', 'busy', 'shutting_down'])('a room that cannot be joined again for now (%s) is tried until it can', async (code) => {
  server.refuse = (request) => (request.type === 'join_room' ? { type: 'error', code, message: 'Not now.' } : null);
  server.socket.drops();
  await comeBack();
  await clock.pass(5_000);
  expect(room().phase).toBe('joined');
  const joins = server.socket.sent.filter((request) => request.type === 'join_room');
  expect(joins.length).toBeGreaterThan(1);
  expect(joins.length).toBeLessThan(6);
  server.refuse = null;
  server.silent = true;
  server.post('meanwhile');
  await clock.pass(10_000);
  expect(texts()).toEqual(['meanwhile']);
});

test('a room that is not there for us is not asked for again', async () => {
  server.refuse = (request) => (request.type === 'join_room' ? { type: 'error', code: 'unknown_room', message: 'No.' } : null);
  server.socket.drops();
  await comeBack();
  await clock.pass(60_000);
  expect(room()).toMatchObject({ phase: 'failed', error: { code: 'unknown_room' } });
  expect(server.socket.sent.filter((request) => request.type === 'join_room')).toHaveLength(1);
});

test('reconnecting asks for what came after the known rev, page by page', async () => {
  server.post('seen');
  server.socket.drops();
  server.silent = true;
  server.pageSize = 2;
  for (const text of ['a', 'b', 'c', 'd', 'e']) server.post(text);
  server.silent = false;
  await comeBack();
  expect(texts()).toEqual(['seen', 'a', 'b', 'c', 'd', 'e']);
  const joins = server.socket.sent.filter((request) => request.type === 'join_room');
  expect(joins.map((join) => join.after)).toEqual([1, 3, 5]);
});

test('what is too far behind begins anew instead of being caught up page by page', async () => {
  server.post('seen');
  server.socket.drops();
  server.silent = true;
  for (let i = 0; i < 600; i++) server.post(`missed ${i}`);
  server.silent = false;
  await comeBack();
  expect(room().messages).toHaveLength(50);
  expect(texts().at(-1)).toBe('missed 599');
  expect(room().hasOlder).toBe(true);
  expect(server.socket.sent.filter((request) => request.type === 'join_room')).toHaveLength(1);
  server.post('live');
  expect(texts().at(-1)).toBe('live');
});

test('who reads far back is not followed by the end of the room, and gets it when they go there', async () => {
  for (let i = 0; i < 400; i++) server.post(`${i}`);
  room().main.window.viewed('back');
  for (let i = 400; i < 700; i++) server.post(`${i}`);
  expect(room()).toMatchObject({ hasNewer: true, newestSeq: 700 });
  expect(texts().at(-1)).toBe('399');
  const shown = confab.chat!.showNewest(room());
  server.post('meanwhile');
  await shown;
  expect(texts().slice(-2)).toEqual(['699', 'meanwhile']);
  expect(room()).toMatchObject({ hasNewer: false, hasOlder: true });
  expect(room().revs.rev).toBe(701);
});

test('a live message that skips a rev brings the one before it', async () => {
  server.silent = true;
  server.post('lost');
  server.silent = false;
  server.post('heard');
  await settled();
  expect(texts()).toEqual(['lost', 'heard']);
});

test('a lost last message is noticed by sync', async () => {
  server.silent = true;
  server.post('lost');
  server.socket.gives({ type: 'sync', revs: { general: 1 } });
  await settled();
  expect(texts()).toEqual(['lost']);
});

test('a server that knows less than we do is believed', async () => {
  server.post('old one');
  server.post('old two');
  server.socket.drops();
  server.messages.length = 0;
  server.rev = 0;
  await comeBack();
  expect(texts()).toEqual([]);
  server.post('new life');
  expect(texts()).toEqual(['new life']);
});

const begin = (content = '') => {
  const stream = { streamId: 's', messageId: 'answer', author: bot, parentId: 'm-1', content, position: 0, model: 'small' };
  server.streams = [stream];
  return stream;
};
const token = (offset: number, content: string) => server.socket.gives({ type: 'token', streamId: 's', offset, position: 1, content });

test('a reply grows token by token and becomes its message', async () => {
  server.socket.gives({ type: 'stream_queued', streamId: 's', ahead: 2, roomId: 'general', messageId: 'answer', author: bot });
  expect(room().replies.list[0]).toMatchObject({ phase: 'queued', ahead: 2 });
  server.socket.gives({ type: 'stream_start', streamId: 's', model: 'small', roomId: 'general', messageId: 'answer', author: bot });
  token(0, 'Hel');
  token(3, 'lo');
  token(3, 'lo');
  expect(room().replies.list[0]).toMatchObject({ phase: 'writing', text: 'Hello', model: 'small' });
  server.socket.gives({ type: 'stream_end', streamId: 's', reason: 'stop', usage: { promptTokens: 1, completionTokens: 2 }, durationMs: 1, roomId: 'general', messageId: 'answer' });
  expect(room().replies.list[0]?.phase).toBe('ended');
  server.post('Hello', 'answer', bot);
  expect(room().replies.list).toEqual([]);
  expect(texts()).toEqual(['Hello']);
});

test('a missing token is fetched by joining again', async () => {
  server.socket.gives({ type: 'stream_start', streamId: 's', model: 'small', roomId: 'general', messageId: 'answer', author: bot });
  token(0, 'One ');
  begin('One two three ');
  token(8, 'three ');
  await settled();
  expect(room().replies.list[0]?.text).toBe('One two three ');
  token(14, 'four');
  expect(room().replies.list[0]?.text).toBe('One two three four');
});

test('a reply goes on where it was after reconnecting, and one that ended meanwhile is its message', async () => {
  begin('So far');
  server.socket.drops();
  await comeBack();
  token(6, ' so good');
  expect(room().replies.list[0]?.text).toBe('So far so good');
  server.socket.drops();
  server.silent = true;
  server.streams = [];
  server.post('So far so good.', 'answer', bot);
  await comeBack();
  expect(room().replies.list).toEqual([]);
  expect(texts()).toEqual(['So far so good.']);
});

test('typing is forgotten after six seconds, and by a message', async () => {
  const typing = (isTyping: boolean) => server.socket.gives({ type: 'typing', roomId: 'general', userId: grace.id, isTyping });
  typing(true);
  expect(room().typing.ids).toEqual([grace.id]);
  await clock.pass(6_000);
  expect(room().typing.ids).toEqual([]);
  typing(true);
  server.post('there');
  expect(room().typing.ids).toEqual([]);
});

test('members come, go and change their presence', () => {
  const status = () => room().member(grace.id)?.status;
  server.socket.gives({ type: 'presence', userId: grace.id, status: 'offline', lastSeen: '2026-01-31T08:00:00.000Z' });
  expect(status()).toBe('offline');
  server.socket.gives({ type: 'user_left', roomId: 'general', user: grace });
  expect(status()).toBeUndefined();
  server.socket.gives({ type: 'user_joined', roomId: 'general', user: { ...grace, status: 'online' } });
  expect(status()).toBe('online');
  expect(room().notices.list.map((notice) => notice.text)).toEqual(['grace left', 'grace joined']);
});

test('a changed room is changed and a new one is listed', () => {
  server.socket.gives({ type: 'room_updated', roomId: 'general', room: { ...server.room, name: 'Town hall' } });
  server.socket.gives({ type: 'room_updated', roomId: 'r2', room: { ...server.room, id: 'r2', name: 'Second' } });
  expect(confab.chat!.rooms().map((known) => known.name)).toEqual(['Town hall', 'Second']);
});

test('an event of a newer server is ignored', () => {
  expect(() => server.socket.gives({ type: 'fireworks' } as never)).not.toThrow();
});

test('a room left here or on another device stays left until one joins it again, also over a lost connection', async () => {
  server.socket.gives({ type: 'user_left', roomId: 'general', user: me });
  await settled();
  expect(room()).toMatchObject({ phase: 'left', isOpen: false });
  server.socket.drops();
  await comeBack();
  expect(room().phase).toBe('left');
  await confab.chat!.tryAgain(room());
  expect(room().phase).toBe('joined');
});

test('the news that one has left a private room does not bring it back into the list', () => {
  server.socket.gives({ type: 'user_left', roomId: 'secret', user: me });
  expect(confab.chat!.rooms().map((known) => known.id)).toEqual(['general']);
});

const otherRoom = (id: string, isMember: boolean) => ({ ...server.room, id, name: id, seq: 0, rev: 0, isMember });
const phases = () => Object.fromEntries(confab.chat!.rooms().map((known) => [known.id, known.phase]));

test('every room that one is in is joined, whichever device joined it', async () => {
  server.others = [otherRoom('mine', true), otherRoom('theirs', false)];
  confab = page();
  await accept();
  await settled();
  expect(phases()).toEqual({ general: 'joined', mine: 'joined', theirs: 'listed' });

  server.others = [otherRoom('mine', false), otherRoom('theirs', true)];
  server.socket.drops();
  await comeBack();
  await settled();
  expect(phases()).toEqual({ general: 'joined', mine: 'left', theirs: 'joined' });
});

const told = (type: 'read' | 'delivered') => server.socket.sent.filter((request) => request.type === type);

test('counts as unread what others wrote since one read, on whichever device', async () => {
  server.post('one');
  server.post('two @ada');
  server.post('system line', 'm-sys', { id: 'system', name: 'Confab', kind: 'system' });
  expect(room()).toMatchObject({ unread: 2, mentions: 1 });
  server.socket.gives({ type: 'receipt', roomId: 'general', memberId: me.id, deliveredSeq: 3, readSeq: 1, unread: 1, mentions: 1 });
  expect(room()).toMatchObject({ unread: 1, mentions: 1 });
  // Counted before the last one came: that one is on top.
  server.socket.gives({ type: 'receipt', roomId: 'general', memberId: me.id, deliveredSeq: 3, readSeq: 1, unread: 0, mentions: 0, seq: 1 });
  server.post('three @ada');
  server.socket.gives({ type: 'receipt', roomId: 'general', memberId: me.id, deliveredSeq: 3, readSeq: 1, unread: 1, mentions: 1, seq: 3 });
  expect(room()).toMatchObject({ unread: 2, mentions: 2 });
  confab.chat!.read(room(), 4);
  expect(room()).toMatchObject({ unread: 0, mentions: 0 });
  expect(room().main.readSeq).toBe(4);
});

test('tells once a second how far one has read, and not what was told', async () => {
  for (const text of ['one', 'two', 'three', 'four']) server.post(text);
  for (const seq of [1, 2, 3, 2]) confab.chat!.read(room(), seq);
  expect(told('read')).toEqual([{ type: 'read', roomId: 'general', seq: 1 }]);
  await clock.pass(1_000);
  expect(told('read').slice(1)).toEqual([{ type: 'read', roomId: 'general', seq: 3 }]);
  await clock.pass(5_000);
  expect(told('read')).toHaveLength(2);
});

test('tells what has come, and what was read without a connection when there is one', async () => {
  server.post('one');
  expect(told('delivered')).toEqual([{ type: 'delivered', roomId: 'general', seq: 1 }]);
  await clock.pass(1_000);
  server.socket.drops();
  confab.chat!.read(room(), 1);
  await comeBack();
  expect(told('read')).toEqual([{ type: 'read', roomId: 'general', seq: 1 }]);
});

test('follows how far the others have come, never back', () => {
  const receipt = (deliveredSeq: number, readSeq: number) =>
    server.socket.gives({ type: 'receipt', roomId: 'general', memberId: grace.id, deliveredSeq, readSeq });
  receipt(4, 2);
  receipt(3, 3);
  expect(room().receipts.of(grace.id)).toEqual({ memberId: grace.id, deliveredSeq: 4, readSeq: 3 });
});

test('an event about a room takes away nothing of one\'s own, and older settings do not win', () => {
  const { room: told } = server;
  server.socket.gives({ type: 'room_updated', roomId: 'general', room: { ...told, isMember: true, role: 'owner', version: 2, name: 'Two' } });
  server.socket.gives({ type: 'room_updated', roomId: 'general', room: { ...told, version: 3, name: 'Three', topic: 'Tea' } });
  server.socket.gives({ type: 'room_updated', roomId: 'general', room: { ...told, version: 1, name: 'One' } });
  expect(room().info).toMatchObject({ name: 'Three', topic: 'Tea', isMember: true, role: 'owner' });
});

test('roles, rights to write and what people do change for who is in the room', () => {
  server.socket.gives({ type: 'member_updated', roomId: 'general', member: { ...me, status: 'online', role: 'moderator' } });
  expect(room().role).toBe('moderator');
  server.socket.gives({ type: 'presence', userId: grace.id, status: 'busy', activity: 'Writing', devices: ['web'] });
  expect(room().member(grace.id)).toMatchObject({ status: 'busy', activity: 'Writing', devices: ['web'] });
});

test('a room that is gone goes from the list, unless one looks at it, and then says so', () => {
  server.socket.gives({ type: 'room_updated', roomId: 'r2', room: { ...server.room, id: 'r2' } });
  server.socket.gives({ type: 'room_deleted', roomId: 'r2' });
  server.socket.gives({ type: 'room_deleted', roomId: 'general' });
  expect(confab.chat!.rooms().map(({ id, phase }) => [id, phase])).toEqual([['general', 'failed']]);
});

test('suggestions stand until the next message', () => {
  server.post('Yes', 'answer', bot);
  server.socket.gives({ type: 'suggestions', roomId: 'general', messageId: 'answer', items: ['Why?', 'How?', 'When?'] });
  expect(room().suggestions?.items).toHaveLength(3);
  server.post('Something else');
  expect(room().suggestions).toBeUndefined();
});

test('what is said in a thread does not stand in the room, and is counted for itself', () => {
  server.post('first');
  server.socket.gives({ type: 'receipt', roomId: 'general', memberId: me.id, deliveredSeq: 1, readSeq: 1, unread: 0, thread: { threadId: 'm-1', readSeq: 1, unread: 0 } });
  server.post('aside', 'm-2', grace, { threadId: 'm-1' });
  expect(texts()).toEqual(['first']);
  expect(room()).toMatchObject({ unread: 0, newestSeq: 2 });
  expect(room().threads.unreadOf('m-1')).toBe(1);
});

test('reading the state anew gives what the events gave', async () => {
  server.post('one');
  write('two');
  await settled();
  server.post('three');
  const followed = JSON.stringify({ messages: room().messages, members: room().members, rev: room().revs.rev });
  store.remove('confab.outbox');
  confab = page();
  await accept();
  confab.chat!.open('general');
  await settled();
  expect(JSON.stringify({ messages: room().messages, members: room().members, rev: room().revs.rev })).toBe(followed);
});
