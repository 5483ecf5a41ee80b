import { beforeEach, expect, test } from 'vitest';
import type { ServerEvent } from '../protocol/frames';
import type { Connected, ErrorCode } from '../protocol/wire';
import { FakeClock, settled } from '../testing/FakeClock';
import { FakeServer } from '../testing/FakeServer';
import { Connection, type ConnectionState } from './Connection';
import { ConnectionLost, type RequestRefused } from './errors';

let clock: FakeClock;
let server: FakeServer;
let states: ConnectionState['name'][];
let connected: Connected[];
let refused: RequestRefused[];
let events: ServerEvent[];
let connection: Connection;

beforeEach(() => {
  clock = new FakeClock();
  server = new FakeServer();
  states = [];
  connected = [];
  refused = [];
  events = [];
  connection = new Connection(
    {
      credentials: () => ({ username: 'ada' }),
      changed: (state) => states.push(state.name),
      connected: (answer) => connected.push(answer),
      refused: (error) => refused.push(error),
      received: (event) => events.push(event),
    },
    { openSocket: server.openSocket, clock, random: () => 1 },
  );
});

async function open() {
  connection.start();
  server.socket.opens();
  await settled();
}

test('is open once hello is answered', async () => {
  await open();
  expect(states).toEqual(['connecting', 'open']);
  expect(server.socket.sent[0]).toMatchObject({ type: 'hello', username: 'ada', device: 'web' });
  expect(connected).toHaveLength(1);
});

test('gives each answer to the request it belongs to', async () => {
  await open();
  server.post('hello', 'm-1');
  const [joined, stopped] = await Promise.all([
    connection.request({ type: 'join_room', roomId: 'general' }),
    connection.request({ type: 'stop_stream', streamId: 's' }),
  ]);
  expect(joined.messages.map((message) => message.id)).toEqual(['m-1']);
  expect(stopped.type).toBe('ok');
  expect(events.map((event) => event.type)).toEqual(['message']);
});

test('a refused request fails with the code, the field and the wait', async () => {
  await open();
  server.refuse = () => ({ type: 'error', code: 'rate_limited', message: 'Slow down.', field: 'content', retryAfterMs: 700 });
  const request = connection.request({ type: 'list_rooms' });
  await expect(request).rejects.toMatchObject({ code: 'rate_limited', field: 'content', retryAfterMs: 700 });
});

test('a lost connection fails what was asked and comes back by itself', async () => {
  await open();
  server.socket.isClosed = true;
  const unanswered = connection.request({ type: 'list_rooms' });
  server.socket.drops();
  await expect(unanswered).rejects.toBeInstanceOf(ConnectionLost);
  expect(connection.state).toMatchObject({ name: 'waiting', attempt: 1 });
  await expect(connection.request({ type: 'list_rooms' })).rejects.toBeInstanceOf(ConnectionLost);
  await clock.pass(500);
  server.socket.opens();
  await settled();
  expect(states).toEqual(['connecting', 'open', 'waiting', 'connecting', 'open']);
  expect(server.sockets).toHaveLength(2);
});

test('waits longer after each failure, a short success included, and starts small again after a steady one', async () => {
  await open();
  server.socket.drops();
  await clock.pass(500);
  server.socket.drops();
  expect(connection.state).toMatchObject({ attempt: 2, retryAt: clock.now() + 1000 });
  await clock.pass(1000);
  server.socket.opens();
  await settled();
  server.socket.drops();
  expect(connection.state).toMatchObject({ attempt: 3 });
  await clock.pass(2000);
  server.socket.opens();
  await clock.pass(5_000);
  server.socket.drops();
  expect(connection.state).toMatchObject({ attempt: 1 });
});

test('retries at once when asked to', async () => {
  await open();
  server.socket.drops();
  connection.retryNow();
  server.socket.opens();
  await settled();
  expect(connection.state.name).toBe('open');
  await clock.pass(60_000);
  expect(server.sockets).toHaveLength(2);
});

test('does not wait for a socket of a network that is gone', async () => {
  connection.start();
  const [first] = server.sockets;
  connection.networkChanged();
  expect(first!.isClosed).toBe(true);
  server.socket.opens();
  await settled();
  expect(connection.state.name).toBe('open');
  expect(server.sockets).toHaveLength(2);
});

test('when the network comes back it tries at once, and small again after a failure', async () => {
  await open();
  server.socket.drops();
  await clock.pass(500);
  server.socket.drops();
  connection.networkChanged();
  expect(connection.state.name).toBe('connecting');
  server.socket.drops();
  expect(connection.state).toMatchObject({ attempt: 1, retryAt: clock.now() + 500 });
});

test('asks whether an open connection lives when the network changes', async () => {
  await open();
  server.socket.isClosed = true;
  connection.networkChanged();
  await clock.pass(10_000);
  expect(connection.state.name).toBe('waiting');
});

test.each([4001, 4002, 4003, 1001, 1006])('comes back after close code %i', async (code) => {
  await open();
  server.socket.drops(code);
  expect(connection.state.name).toBe('waiting');
});

test.each([4502, 4503, 1009])('stays away after close code %i and says why', async (code) => {
  await open();
  server.socket.drops(code);
  expect(connection.state).toMatchObject({ name: 'closed', code });
  await clock.pass(60_000);
  expect(server.sockets).toHaveLength(1);
});

test('close code 4501 asks to sign in again', async () => {
  await open();
  server.socket.drops(4501);
  expect(refused.map((error) => error.code)).toEqual(['bad_token']);
});

test.each<ErrorCode>(['name_taken', 'bad_token', 'bad_request'])('hello refused with %s is for the user to solve', async (code) => {
  server.refuse = () => ({ type: 'error', code, message: 'No.' });
  await open();
  expect(refused[0]?.code).toBe(code);
  expect(connection.state.name).toBe('idle');
});

test('hello refused for now is tried again when the server said', async () => {
  server.refuse = () => ({ type: 'error', code: 'rate_limited', message: 'Later.', retryAfterMs: 9_000 });
  await open();
  expect(connection.state).toMatchObject({ name: 'waiting', retryAt: clock.now() + 9_000 });
});

test('pings every twenty seconds and stays open while anything answers', async () => {
  await open();
  await clock.pass(65_000);
  expect(server.socket.sent.filter((request) => request.type === 'ping')).toHaveLength(3);
  expect(connection.state.name).toBe('open');
});

test('takes ten silent seconds after a ping for the end of the connection', async () => {
  await open();
  server.socket.isClosed = true;
  await clock.pass(29_999);
  expect(connection.state.name).toBe('open');
  await clock.pass(1);
  expect(connection.state.name).toBe('waiting');
});

test('gives up a socket that never opens', async () => {
  connection.start();
  await clock.pass(15_000);
  expect(connection.state.name).toBe('waiting');
});
