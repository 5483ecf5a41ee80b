import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ModelInfo } from '../protocol/wire';
import { Confab } from '../state/Confab.svelte';
import { FakeClock, settled } from '../testing/FakeClock';
import { FakeServer } from '../testing/FakeServer';
import { memoryStore } from '../ui/storage';
import { sha256Problem, sourceProblem } from './Pull.svelte';

interface Asked {
  method: string;
  path: string;
  token: string;
  content: unknown;
  signal?: AbortSignal | null;
}

const model = (id: string, more: Partial<ModelInfo> = {}): ModelInfo => ({
  id, name: id, type: 'llama', contextLength: 4096, capabilities: ['chat'], state: 'ready', isDefault: false, ...more,
});
const problem = (status: number, detail: string, code?: string) => Response.json({ title: 'No', status, detail, code }, { status });
const none = () => problem(404, 'There is nothing here.');

let clock: FakeClock;
let server: FakeServer;
let confab: Confab;
let asked: Asked[];
let answer: (request: Asked) => Response | Promise<Response>;
let unwatch: () => void;

const models = () => confab.chat!.models;

async function comeBack() {
  server.socket.drops();
  await clock.pass(15_000);
  server.socket.opens();
  await settled();
}

beforeEach(async () => {
  clock = new FakeClock();
  server = new FakeServer();
  asked = [];
  answer = none;
  const fetch = async (path: unknown, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    const request = {
      method: init.method!, path: String(path), token: headers.get('authorization')!, signal: init.signal,
      content: init.body ? JSON.parse(String(init.body)) : undefined,
    };
    asked.push(request);
    return answer(request);
  };
  confab = new Confab(memoryStore(), (draw) => draw(), { openSocket: server.openSocket, clock, random: () => 1, fetch });
  confab.signIn({ token: 'the-token' });
  server.socket.opens();
  await settled();
  unwatch = models().watch();
  await settled();
});

afterEach(() => unwatch());

test('a server that lists no models over HTTP is asked by the socket, and nothing can be changed', async () => {
  server.models = [model('tiny')];
  await clock.pass(2_000);
  expect(models().list!.map(({ id }) => id)).toEqual(['tiny']);
  expect(models().locked).toContain('does not let a page change');
  // It is not asked for again on the same connection.
  expect(asked.filter(({ path }) => path === '/api/models')).toHaveLength(1);
});

test('the list is fresh while somebody looks, and not asked for otherwise', async () => {
  answer = () => Response.json({ models: [model('a')], mayChange: true, memory: { used: 5, budget: 10 } });
  await comeBack();
  expect(models()).toMatchObject({ locked: '', memory: { used: 5, budget: 10 } });
  answer = () => Response.json({ models: [model('b')], mayChange: false, whyNot: 'changed by the operator only' });
  await clock.pass(2_000);
  expect(models().list!.map(({ id }) => id)).toEqual(['b']);
  expect(models().locked).toBe('Changed by the operator only.');

  unwatch();
  const before = asked.length;
  await clock.pass(20_000);
  expect(asked).toHaveLength(before);
  unwatch = models().watch();
});

test('each request carries the token and an id that needs no care', async () => {
  answer = () => Response.json(model('a/b c'));
  await models().load('a/b c');
  expect(asked.find(({ method }) => method === 'POST')).toMatchObject({ path: '/api/models/a%2Fb%20c/load', token: 'Bearer the-token' });
});

test('unloading a busy model asks back, and forces it when told to', async () => {
  answer = ({ path }) => (path.endsWith('force=false') ? problem(409, 'It is writing.', 'in_use') : path.endsWith('force=true') ? Response.json(model('a')) : none());
  expect(await models().unload('a')).toBe('busy');
  expect(models().errorOf('a')).toBeUndefined();
  expect(await models().unload('a', true)).toBe(true);
});

test('what fails is told at its model, and until the next try', async () => {
  answer = ({ path }) => (path.endsWith('/load') ? problem(500, 'The file is broken.') : none());
  const loading = models().load('a');
  expect(models().actionOn('a')).toBe('load');
  expect(await models().load('a')).toBe(false);
  expect(await loading).toBe(false);
  expect(models().errorOf('a')).toBe('The file is broken.');
  expect(models().actionOn('a')).toBeUndefined();
  answer = () => Response.json(model('a'));
  await models().load('a');
  expect(models().errorOf('a')).toBeUndefined();
});

test('a model is removed by DELETE, whose answer is empty', async () => {
  answer = ({ method }) => (method === 'DELETE' ? new Response(null, { status: 204 }) : none());
  expect(await models().remove('a')).toBe(true);
});

test('a download tells how far it is, and its model at the end', async () => {
  const lines = [
    { type: 'progress', bytes: 10, total: 40, bytesPerSecond: 5, etaMs: 6000 },
    { type: 'progress', bytes: 40, total: 40 },
    { type: 'done', model: model('new') },
  ];
  let next: (line: string) => void = () => {};
  let end: () => void = () => {};
  answer = ({ path }) => {
    if (!path.endsWith('/pull')) return none();
    return new Response(new ReadableStream({
      start(controller) {
        next = (line) => controller.enqueue(new TextEncoder().encode(line));
        end = () => controller.close();
      },
    }));
  };
  const pull = models().pull('hf:o/r/new.gguf', 'ab'.repeat(32));
  await settled();
  expect(asked.at(-1)!.content).toEqual({ source: 'hf:o/r/new.gguf', sha256: 'ab'.repeat(32) });
  next(`${JSON.stringify(lines[0])}\n`);
  await settled();
  expect(pull).toMatchObject({ phase: 'running', part: 0.25, progress: lines[0] });
  next(`${JSON.stringify(lines[1])}\n${JSON.stringify(lines[2])}\n`);
  end();
  await settled();
  expect(pull).toMatchObject({ phase: 'done', model: { id: 'new' } });
});

test('cancelling a download lets go of the request, and pulling again goes on', async () => {
  answer = ({ path, signal }) =>
    path.endsWith('/pull') ? new Promise((_, reject) => signal!.addEventListener('abort', () => reject(new DOMException('Aborted', 'AbortError')))) : none();
  const pull = models().pull('hf:o/r/f.gguf');
  await settled();
  pull.cancel();
  await settled();
  expect(asked.find(({ path }) => path.endsWith('/pull'))!.signal!.aborted).toBe(true);
  expect(pull).toMatchObject({ phase: 'cancelled', error: '' });
  const again = models().pull(pull.source);
  expect(models().pulls).toEqual([again]);
  confab.signOut();
  expect(again.phase).toBe('cancelled');
});

test.each([
  ['a refusal', () => problem(403, 'The operator does not allow it.'), 'The operator does not allow it.'],
  ['an error on the way', () => new Response('{"type":"error","message":"No space left."}\n'), 'No space left.'],
  ['an end before it is done', () => new Response('{"type":"progress","bytes":1}\n'), 'ended before it was done'],
])('a download fails with %s and says so', async (_, respond, words) => {
  answer = ({ path }) => (path.endsWith('/pull') ? respond() : none());
  const pull = models().pull('https://example.org/f.gguf');
  await settled();
  expect(pull.phase).toBe('failed');
  expect(pull.error).toContain(words);
});

test('sources and sums are checked before they are sent', () => {
  expect(['hf:owner/repo/file.gguf', 'hf:owner/repo/folder/file.GGUF', 'https://example.org/f.gguf?x=1'].map(sourceProblem)).toEqual(['', '', '']);
  for (const wrong of ['', 'hf:owner/file.gguf', 'hf:owner/repo/file.bin', 'ftp://example.org/f', 'file.gguf', 'https://']) expect(sourceProblem(wrong)).not.toBe('');
  expect(sha256Problem('')).toBe('');
  expect(sha256Problem('A'.repeat(64))).toBe('');
  expect(sha256Problem('a'.repeat(63))).not.toBe('');
});
