import { beforeEach, expect, test } from 'vitest';
import { ConnectionLost } from '../connection/errors';
import type { Author } from '../protocol/wire';
import { FakeClock, settled } from '../testing/FakeClock';
import { FindPeople } from './FindPeople.svelte';

let clock: FakeClock;
let asked: { query: string; answer(list: Author[]): void; fail(error: Error): void }[];
let people: FindPeople;

const person = (name: string): Author => ({ id: name, name, kind: 'user' });
const names = () => people.list.map(({ name }) => name);

beforeEach(() => {
  clock = new FakeClock();
  asked = [];
  people = new FindPeople({ clock, find: (query) => new Promise((answer, fail) => asked.push({ query, answer, fail })) });
});

test('what is typed quickly is asked for once', async () => {
  for (const text of ['b', 'be', 'ben ']) people.ask(text);
  await clock.pass(500);
  expect(asked.map(({ query }) => query)).toEqual(['ben']);
  asked[0]!.answer([person('Ben')]);
  await settled();
  expect(names()).toEqual(['Ben']);
  expect(people.answered).toBe('ben');
});

test('an answer that comes late does not replace a newer one', async () => {
  people.ask('b');
  await clock.pass(500);
  people.ask('be');
  await clock.pass(500);
  asked[1]!.answer([person('Ben')]);
  asked[0]!.answer([person('Ada')]);
  await settled();
  expect(names()).toEqual(['Ben']);
});

test('an empty field finds nobody and asks nothing', async () => {
  people.ask('b');
  people.ask('  ');
  await clock.pass(500);
  expect(asked).toEqual([]);
  expect(people.isAsking).toBe(false);
});

test('a lost connection is told and can be tried again', async () => {
  people.ask('b');
  await clock.pass(500);
  asked[0]!.fail(new ConnectionLost());
  await settled();
  expect(people.trouble).toBe('The connection was lost.');
  people.again();
  await clock.pass(500);
  expect(asked).toHaveLength(2);
});
