import { beforeEach, expect, test } from 'vitest';
import type { PresenceRequest } from '../protocol/wire';
import { FakeClock } from '../testing/FakeClock';
import { memoryStore, type KeyedStore } from '../ui/storage';
import { awayAfter, OwnPresence } from './OwnPresence.svelte';

let clock: FakeClock;
let store: KeyedStore;
let told: PresenceRequest[];
let presence: OwnPresence;

const open = () => new OwnPresence('u-ada', { clock, store, tell: (request) => told.push(request) });
const statuses = () => told.map(({ status }) => status);

beforeEach(() => {
  clock = new FakeClock();
  store = memoryStore();
  told = [];
  presence = open();
  presence.connected();
});

test('who is simply there says nothing', async () => {
  presence.input();
  presence.choose('online');
  await clock.pass(60_000);
  expect(told).toEqual([]);
});

test('five minutes without input make one away, and the first input brings one back', async () => {
  await clock.pass(60_000);
  presence.input();
  await clock.pass(awayAfter - 1);
  expect(presence.status).toBe('online');
  await clock.pass(1_000);
  expect(presence.status).toBe('away');
  presence.input();
  presence.input();
  await clock.pass(1_000);
  expect(statuses()).toEqual(['away', 'online']);
  await clock.pass(awayAfter);
  expect(statuses()).toEqual(['away', 'online', 'away']);
});

test('who is busy stays busy, at the page or not', async () => {
  presence.choose('busy');
  await clock.pass(2 * awayAfter);
  presence.input();
  await clock.pass(1_000);
  expect(statuses()).toEqual(['busy']);
});

test('a status and an activity chosen together are told once', async () => {
  presence.choose('busy');
  presence.choose('busy', ' Writing a report ');
  await clock.pass(1_000);
  expect(told).toEqual([{ type: 'presence', status: 'busy', activity: 'Writing a report' }]);
  presence.choose('busy', '');
  await clock.pass(1_000);
  expect(told.at(-1)).toEqual({ type: 'presence', status: 'busy' });
});

test('a choice outlives the page and is told to each new connection, and to none that is lost', async () => {
  presence.choose('busy', 'Lunch');
  await clock.pass(1_000);
  presence.connectionLost();
  presence.choose('away');
  await clock.pass(1_000);
  expect(told).toHaveLength(1);
  presence = open();
  expect(presence).toMatchObject({ chosen: 'away', activity: 'Lunch' });
  presence.connected();
  expect(told.at(-1)).toEqual({ type: 'presence', status: 'away', activity: 'Lunch' });
});
