import { beforeEach, expect, test } from 'vitest';
import { Confab } from '../state/Confab.svelte';
import { FakeClock, settled } from '../testing/FakeClock';
import { FakeServer } from '../testing/FakeServer';
import { memoryStore, type KeyedStore } from '../ui/storage';
import { troubleOf } from './advice';

let clock: FakeClock;
let server: FakeServer;
let store: KeyedStore;
let confab: Confab;

const playground = () => confab.chat!.playground;
const streams = () => playground().streams;
const phases = () => streams().map((stream) => stream.phase);

async function accept() {
  server.socket.opens();
  await settled();
}

async function generate(prompt = 'Hello', compared: string[] = []) {
  Object.assign(playground().settings, { prompt, isComparing: compared.length > 0, compared });
  const accepted = playground().generate();
  await settled();
  return accepted;
}

beforeEach(async () => {
  clock = new FakeClock();
  server = new FakeServer();
  store = memoryStore();
  confab = new Confab(store, (draw) => draw(), { openSocket: server.openSocket, clock, random: () => 1 });
  confab.signIn({ username: 'ada' });
  await accept();
});

test('an answer grows, is measured, and ends with the router’s explanation', async () => {
  await generate();
  expect(phases()).toEqual(['asked']);
  const [asked] = server.ownStreams;
  expect(asked).toMatchObject({ prompt: 'Hello', options: { strategy: 'balanced', maxTokens: 512 } });

  server.socket.gives({ type: 'stream_queued', streamId: asked!.streamId, ahead: 2, etaMs: 4000 });
  expect(streams()[0]).toMatchObject({ phase: 'queued', ahead: 2, etaMs: 4000 });
  server.starts(asked!, 'qwen');
  await clock.pass(300);
  server.writes(asked!, 'Good ');
  server.writes(asked!, 'day', 5, 2);
  server.socket.gives({ type: 'progress', streamId: asked!.streamId, tokens: 2, maxTokens: 512, tokensPerSecond: 20, etaMs: 1 });
  expect(streams()[0]).toMatchObject({ phase: 'writing', text: 'Good day', model: 'qwen', tokens: 2, maxTokens: 512, tokensPerSecond: 20, timeToFirstTokenMs: 300 });

  await clock.pass(700);
  const route = { model: 'qwen', strategy: 'balanced', reason: 'Best.', alternatives: [{ model: 'qwen', score: 0.8, terms: { speed: 0.7 } }] };
  server.ends(asked!, { model: 'qwen', timeToFirstTokenMs: 250, tokensPerSecond: 21, route });
  await clock.pass(60_000);
  expect(streams()[0]).toMatchObject({ phase: 'ended', outcome: 'stop', text: 'Good day', timeToFirstTokenMs: 250, tokensPerSecond: 21, route });
  expect(streams()[0]!.elapsedMs(clock.now())).toBe(1000);
  expect(troubleOf(streams()[0]!)).toBeNull();
});

test('nothing is asked while the form has a problem, or while an answer is on its way', async () => {
  expect(await generate(' ')).toBe(false);
  expect(server.ownStreams).toEqual([]);
  expect(await generate()).toBe(true);
  expect(await generate()).toBe(false);
  expect(server.ownStreams).toHaveLength(1);
});

test('four models are asked at once, the fifth as soon as one of them has ended', async () => {
  await generate('Hello', ['a', 'b', 'c', 'd', 'e']);
  expect(phases()).toEqual(['asked', 'asked', 'asked', 'asked', 'waiting']);
  server.starts(server.ownStreams[1]!);
  server.ends(server.ownStreams[1]!);
  await settled();
  expect(server.ownStreams.map((asked) => asked.options?.model)).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(phases()).toEqual(['asked', 'ended', 'asked', 'asked', 'asked']);
});

test('a stream for which the server has no place waits for another one to end', async () => {
  server.refuse = (request) =>
    request.type === 'start_stream' && request.options?.model === 'b' ? { type: 'error', code: 'busy', message: 'a socket runs at most 1 streams at once' } : null;
  await generate('Hello', ['a', 'b']);
  expect(phases()).toEqual(['asked', 'waiting']);
  server.refuse = null;
  server.starts(server.ownStreams[0]!);
  server.ends(server.ownStreams[0]!);
  await settled();
  expect(phases()).toEqual(['ended', 'asked']);
});

test('stopping all stops those that run and does not start those that wait', async () => {
  await generate('Hello', ['a', 'b', 'c', 'd', 'e']);
  for (const asked of server.ownStreams) server.starts(asked);
  await settled();
  await playground().stopAll();
  const stopped = server.socket.sent.filter((request) => request.type === 'stop_stream').map((request) => request.streamId);
  expect(stopped).toEqual(server.ownStreams.map((asked) => asked.streamId));
  for (const asked of [...server.ownStreams]) server.ends(asked, { reason: 'cancelled' });
  await settled();
  expect(server.ownStreams).toHaveLength(4);
  expect(streams().map((stream) => stream.outcome)).toEqual(Array(5).fill('cancelled'));
});

test('one of several is stopped alone', async () => {
  await generate('Hello', ['a', 'b']);
  for (const asked of server.ownStreams) server.starts(asked);
  await settled();
  await playground().stop(streams()[0]!);
  server.ends(server.ownStreams[0]!, { reason: 'cancelled' });
  expect(phases()).toEqual(['ended', 'writing']);
});

test('with the connection the answers are over, what came of them stays, and they can be asked for again', async () => {
  await generate('Hello', ['a', 'b', 'c', 'd', 'e']);
  server.starts(server.ownStreams[0]!);
  await settled();
  server.writes(server.ownStreams[0]!, 'Half');
  server.socket.drops();
  expect(streams().map((stream) => stream.outcome)).toEqual(['lost', 'lost', 'lost', 'lost', undefined]);
  expect(streams()[0]!.text).toBe('Half');
  expect(troubleOf(streams()[0]!)?.what).toContain('connection was lost');

  await clock.pass(15_000);
  await accept();
  // The one that was not asked for yet did not end with anything.
  expect(server.ownStreams.map((asked) => asked.options?.model)).toEqual(['a', 'b', 'c', 'd', 'e']);
  playground().again(streams()[0]!);
  await settled();
  expect(server.ownStreams.at(-1)).toMatchObject({ prompt: 'Hello', options: { model: 'a' } });
  expect(streams()[0]).toMatchObject({ phase: 'asked', text: '' });
});

test('a refusal is shown with what to do about it', async () => {
  server.refuse = (request) => (request.type === 'start_stream' ? { type: 'error', code: 'unknown_model', message: 'there is no model "x"' } : null);
  await generate();
  expect(streams()[0]!.outcome).toBe('refused');
  expect(troubleOf(streams()[0]!)).toEqual({ what: 'There is no model "x".', advice: 'Choose another model.' });
});

test('a model that fails on the way leaves its text and says why', async () => {
  await generate();
  server.starts(server.ownStreams[0]!);
  await settled();
  server.writes(server.ownStreams[0]!, 'Half');
  server.ends(server.ownStreams[0]!, { reason: 'error', error: 'the model failed' });
  expect(streams()[0]).toMatchObject({ outcome: 'error', text: 'Half' });
  expect(troubleOf(streams()[0]!)?.what).toBe('The model failed.');
});

test('visiting a room and coming back stops nothing', async () => {
  await generate();
  server.starts(server.ownStreams[0]!);
  await settled();
  confab.chat!.open('general');
  server.writes(server.ownStreams[0]!, 'Still ');
  confab.chat!.leaveRooms();
  server.writes(server.ownStreams[0]!, 'here', 6, 2);
  expect(streams()[0]!.text).toBe('Still here');
  expect(server.socket.sent.some((request) => request.type === 'stop_stream')).toBe(false);
});

test('messages that come while one is away from the rooms count as unread', async () => {
  confab.chat!.open('general');
  await settled();
  confab.chat!.leaveRooms();
  server.post('anybody there?');
  expect(confab.chat!.current).toBeUndefined();
  expect(confab.chat!.unread).toBe(1);
});
