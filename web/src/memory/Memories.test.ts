import { beforeEach, expect, test } from 'vitest';
import { Http } from '../connection/Http';
import { FakeClock, settled } from '../testing/FakeClock';
import { Memories } from './Memories.svelte';
import { MemoryApi } from './MemoryApi';

let asked: string[];
let answers: (() => Response)[];
let clock: FakeClock;
let memories: Memories;

const page = (hasMore: boolean, ...ids: string[]) => () => Response.json({ memories: ids.map((id) => ({ id, content: id })), hasMore });
const ids = () => memories.list?.map(({ id }) => id);

beforeEach(() => {
  asked = [];
  answers = [];
  clock = new FakeClock();
  const fetch = (async (path: string) => {
    asked.push(path);
    return answers.shift()!();
  }) as unknown as typeof globalThis.fetch;
  memories = new Memories({ api: new MemoryApi(new Http('token', fetch)), clock });
});

test('a list goes on where it ended', async () => {
  answers = [page(true, 'a', 'b'), page(false, 'b', 'c')];
  memories.ask({ scope: 'private' });
  await settled();
  await memories.more();
  expect(asked).toEqual(['/api/memory?scope=private', '/api/memory?scope=private&skip=2']);
  expect(ids()).toEqual(['a', 'b', 'c']);
  expect(memories.hasMore).toBe(false);
});

test('what changes is asked for again, as much of it as was here', async () => {
  const many = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `${from + i}`);
  answers = [page(true, ...many(0, 200)), page(true, ...many(200, 250)), page(true, ...many(0, 200)), page(true, ...many(200, 250))];
  await memories.load();
  await memories.more();
  asked = [];

  await memories.load();

  expect(asked).toEqual(['/api/memory?limit=200', '/api/memory?skip=200']);
  expect(ids()).toHaveLength(250);
});

test('words that are being typed are asked for once, when they stand', async () => {
  answers = [page(false, 'a')];
  for (const q of ['t', 'te', 'tea']) memories.ask({ q }, true);
  await clock.pass(1_000);
  expect(asked).toEqual(['/api/memory?q=tea']);
});

test('what was here stays when the server cannot be reached, and it is said', async () => {
  answers = [page(false, 'a'), () => { throw new TypeError('no server'); }];
  await memories.load();
  await memories.load();
  expect(ids()).toEqual(['a']);
  expect(memories.trouble).toContain('could not be reached');
  expect(memories.isAsking).toBe(false);
});

test('what was forgotten or edited here is so at once', async () => {
  answers = [page(false, 'a', 'b')];
  await memories.load();
  memories.drop('a');
  memories.put({ ...memories.list![0]!, content: 'other words' });
  expect(memories.list).toMatchObject([{ id: 'b', content: 'other words' }]);
});
