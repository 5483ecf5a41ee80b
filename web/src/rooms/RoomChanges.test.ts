import { beforeEach, expect, test } from 'vitest';
import type { Request, ServerFrame } from '../protocol/wire';
import { Confab } from '../state/Confab.svelte';
import { FakeClock, settled } from '../testing/FakeClock';
import { FakeServer, grace, me } from '../testing/FakeServer';
import { memoryStore } from '../ui/storage';

let server: FakeServer;
let confab: Confab;
/** Over HTTP. */
let asked: string[];

const chat = () => confab.chat!;
const sent = (type: Request['type']) => server.socket.sent.filter((request) => request.type === type).map(({ ref: _, ...request }) => request);
const direct = () => ({ ...server.room, id: 'd1', kind: 'direct' as const, name: 'ada, grace', visibility: 'private' as const, people: [me, grace], isMember: true });

beforeEach(async () => {
  server = new FakeServer();
  asked = [];
  const fetch = (async (path: string, init: RequestInit) => {
    asked.push(`${init.method} ${path}`);
    return init.method === 'POST' ? Response.json({ sessionId: 'chat-1' }, { status: 201 }) : new Response(null, { status: 204 });
  }) as typeof globalThis.fetch;
  confab = new Confab(memoryStore(), (draw) => draw(), { openSocket: server.openSocket, clock: new FakeClock(), random: () => 1, fetch });
  confab.signIn({ username: 'ada' });
  server.socket.opens();
  await settled();
});

const answers = (type: Request['type'], frame: ServerFrame) => (server.refuse = (request) => (request.type === type ? frame : null));

test('a direct room is there under the other name as soon as it is asked for', async () => {
  answers('open_direct', { type: 'room_created', room: direct() });
  const room = await chat().roomChanges.openDirect(grace.id);
  expect(room.name).toBe('grace');
  expect(chat().rooms()).toContain(room);
});

test('a new room is asked for with what was given and nothing else', async () => {
  answers('create_room', { type: 'room_created', room: { ...server.room, id: 'r2', name: 'Tea' } });
  await chat().roomChanges.create({ roomName: 'Tea', topic: '', visibility: 'private', assistantMode: 'off', isTemporary: false });
  expect(sent('create_room')).toEqual([{ type: 'create_room', roomName: 'Tea', visibility: 'private', assistantMode: 'off' }]);
});

test('removing, muting and giving roles say what the server needs', async () => {
  const { roomChanges: changes } = chat();
  await changes.remove('general', grace.id, false);
  await changes.remove('general', grace.id, true);
  await changes.mute('general', grace.id, 0);
  await changes.setRole('general', grace.id, 'moderator');
  await changes.update('general', { topic: '', historyDays: 0 });
  expect(sent('remove_member').map((request) => 'ban' in request && request.ban)).toEqual([false, true]);
  expect(sent('mute')).toEqual([{ type: 'mute', roomId: 'general', userId: grace.id, minutes: 0 }]);
  expect(sent('set_role')).toEqual([{ type: 'set_role', roomId: 'general', userId: grace.id, role: 'moderator' }]);
  expect(sent('update_room')).toEqual([{ type: 'update_room', roomId: 'general', topic: '', historyDays: 0 }]);
});

test('a room that is full or closed to one is not asked for again by itself', async () => {
  answers('join_room', { type: 'error', code: 'room_full', message: 'the room is full' });
  server.socket.gives({ type: 'room_updated', roomId: 'r2', room: { ...server.room, id: 'r2', name: 'Tea' } });
  chat().open('r2');
  await settled();
  expect(chat().room('r2')).toMatchObject({ phase: 'failed', error: { code: 'room_full' } });
});

test('a chat of one’s own is begun and deleted over HTTP, a room by the socket', async () => {
  const { roomChanges: changes } = chat();
  expect(await changes.beginChat()).toBe('chat-1');
  await changes.delete({ id: 'chat-1', kind: 'chat' });
  await changes.delete({ id: 'r2', kind: 'group' });
  expect(asked).toEqual(['POST /api/sessions', 'DELETE /api/sessions/chat-1']);
  expect(sent('delete_room')).toEqual([{ type: 'delete_room', roomId: 'r2' }]);
});
