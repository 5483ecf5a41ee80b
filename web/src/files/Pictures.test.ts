import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeClock, settled } from '../testing/FakeClock';
import { Pictures } from './Pictures';

let clock: FakeClock;
let asked: string[];
let revoked: string[];
let status: number;
let pictures: Pictures;

beforeEach(() => {
  clock = new FakeClock();
  asked = [];
  revoked = [];
  status = 200;
  vi.spyOn(URL, 'createObjectURL').mockImplementation(() => `blob:${asked.length}`);
  vi.spyOn(URL, 'revokeObjectURL').mockImplementation((url) => void revoked.push(url));
  async function fetch(this: unknown, path: RequestInfo | URL, init?: RequestInit) {
    // The browser's own refuses to be a method of something else.
    if (this !== undefined) throw new TypeError('Illegal invocation');
    asked.push(`${String(path)} ${new Headers(init?.headers).get('authorization')}`);
    return new Response('x', { status });
  }
  pictures = new Pictures('confab_x', fetch, (ms, action) => clock.after(ms, action));
});

afterEach(() => vi.restoreAllMocks());

test('asks once with the token for whoever shows a picture, and lets go of it a while after the last', async () => {
  expect(await Promise.all([pictures.take('/a'), pictures.take('/a')])).toEqual(['blob:1', 'blob:1']);
  expect(asked).toEqual(['/a Bearer confab_x']);
  pictures.release('/a');
  await clock.pass(120_000);
  expect(revoked).toEqual([]);
  pictures.release('/a');
  await clock.pass(59_000);
  expect(revoked).toEqual([]);
  await clock.pass(1_000);
  expect(revoked).toEqual(['blob:1']);
});

test('one that comes back soon is not asked for again', async () => {
  await pictures.take('/a');
  pictures.release('/a');
  await clock.pass(30_000);
  await pictures.take('/a');
  await clock.pass(120_000);
  expect(asked).toHaveLength(1);
  expect(revoked).toEqual([]);
});

test('a failure is said and not kept', async () => {
  status = 404;
  await expect(pictures.take('/a')).rejects.toThrow('not there any more');
  await settled();
  status = 200;
  expect(await pictures.take('/a')).toBe('blob:2');
});

test('nothing is left when the user signs out', async () => {
  await pictures.take('/a');
  pictures.close();
  await settled();
  expect(revoked).toEqual(['blob:1']);
});
