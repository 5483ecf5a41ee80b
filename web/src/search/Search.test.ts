import { beforeEach, expect, test } from 'vitest';
import { Http } from '../connection/Http';
import { FakeClock, settled } from '../testing/FakeClock';
import { noFilters } from './filters';
import { Search, type SearchAnswer } from './Search.svelte';

let clock: FakeClock;
let asked: { address: URL; answer(answer: SearchAnswer): void; fail(error: Error): void; refuse(status: number, detail: string): void }[];
let search: Search;

const hit = (id: string) => ({ room: { id: 'tea', name: 'Tea', kind: 'group' }, message: { id }, snippet: { text: id, matches: [] } }) as unknown as SearchAnswer['results'][0];
const ids = () => search.hits.map(({ message }) => message.id);

beforeEach(() => {
  clock = new FakeClock();
  asked = [];
  const fetch = (path: RequestInfo | URL, options?: RequestInit) =>
    new Promise<Response>((resolve, reject) => {
      options!.signal!.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
      asked.push({
        address: new URL(String(path), 'http://here'), fail: reject,
        answer: (answer) => resolve(new Response(JSON.stringify(answer))),
        refuse: (status, detail) => resolve(new Response(JSON.stringify({ detail }), { status })),
      });
    });
  search = new Search({ http: new Http('token', fetch), clock });
});

test('words are searched for once nobody types any more, and the older search is given up', async () => {
  search.ask({ ...noFilters, words: 'te' });
  search.ask({ ...noFilters, words: 'tea' });
  await clock.pass(500);
  expect(asked.map(({ address }) => address.searchParams.get('q'))).toEqual(['tea']);
  search.ask({ ...noFilters, words: 'teas' });
  await clock.pass(500);
  asked[0]!.answer({ results: [hit('old')], hasMore: false });
  asked[1]!.answer({ results: [hit('new')], hasMore: false });
  await settled();
  expect(ids()).toEqual(['new']);
  expect(search.phase).toBe('found');
});

test('the next page goes on where the first ended', async () => {
  search.ask({ ...noFilters, words: 'tea' }, true);
  await clock.pass(1);
  asked[0]!.answer({ results: [hit('1')], hasMore: true, before: 'x' });
  await settled();
  void search.more();
  void search.more();
  await settled();
  expect(asked).toHaveLength(2);
  expect(asked[1]!.address.searchParams.get('before')).toBe('x');
  asked[1]!.answer({ results: [hit('2')], hasMore: false });
  await settled();
  expect(ids()).toEqual(['1', '2']);
  expect(search).toMatchObject({ hasMore: false, isGettingMore: false });
});

test('nothing to look for asks nothing and shows nothing', async () => {
  search.ask({ ...noFilters, words: 'tea' }, true);
  await clock.pass(1);
  asked[0]!.answer({ results: [hit('1')], hasMore: false });
  await settled();
  search.ask({ ...noFilters, room: 'tea' });
  await clock.pass(500);
  expect(asked).toHaveLength(1);
  expect(search).toMatchObject({ phase: 'idle', hits: [] });
});

test('what the server refuses is told in its words, and can be asked again', async () => {
  search.ask({ ...noFilters, words: 'a*' }, true);
  await clock.pass(1);
  asked[0]!.refuse(400, '"a*" fits too many words');
  await settled();
  expect(search).toMatchObject({ phase: 'failed', trouble: '"a*" fits too many words.' });
  search.again();
  await clock.pass(1);
  asked[1]!.fail(new TypeError('Failed to fetch'));
  await settled();
  expect(search.trouble).toBe('The server could not be reached. Try again.');
});

test('a next page that does not come leaves what was found', async () => {
  search.ask({ ...noFilters, words: 'tea' }, true);
  await clock.pass(1);
  asked[0]!.answer({ results: [hit('1')], hasMore: true, before: 'x' });
  await settled();
  void search.more();
  await settled();
  asked[1]!.refuse(503, 'busy');
  await settled();
  expect(ids()).toEqual(['1']);
  expect(search).toMatchObject({ phase: 'found', trouble: 'Busy.', hasMore: true });
});
