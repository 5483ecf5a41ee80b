import { expect, test } from 'vitest';
import type { RoomState } from '../state/RoomState.svelte';
import { destinations, fit } from './switcher';

const room = (name: string, more: Partial<Record<keyof RoomState, unknown>> = {}) =>
  ({ id: name, name, phase: 'joined', info: {}, unread: 0, mentions: 0, other: undefined, ...more }) as unknown as RoomState;
const person = (name: string) => ({ id: `u-${name}`, name, kind: 'user' as const });
const names = (list: ReturnType<typeof destinations>) => list.map((to) => (to.kind === 'room' ? to.room.name : to.kind === 'person' ? `@${to.person.name}` : `?${to.query}`));

test('the beginning of a name goes before the beginning of a word, that before its middle, that before its letters', () => {
  expect(fit('Tea room', 'te')).toBe(0);
  expect(fit('Tea room', 'ro')).toBe(1);
  expect(fit('Tea room', 'oo')).toBe(2);
  expect(fit('Tea room', 'trm')).toBe(3);
  expect(fit('Tea room', 'xyz')).toBeUndefined();
  expect(fit('Élan', 'el')).toBe(0);
});

test('with nothing typed, what needs one stands first, and what is archived or gone is left out', () => {
  const rooms = [room('a'), room('b', { unread: 2 }), room('c', { unread: 1, mentions: 1 }), room('d', { info: { archivedAt: 'x' } }), room('e', { phase: 'failed' })];
  expect(names(destinations(rooms, [], ''))).toEqual(['c', 'b', 'a']);
});

test('rooms and people that go with a word, and a search for it', () => {
  const rooms = [room('Tea'), room('General'), room('Ben', { other: person('Ben') })];
  expect(names(destinations(rooms, [person('Ben'), person('Benno')], ' be '))).toEqual(['Ben', '@Benno', '?be']);
  expect(names(destinations(rooms, [], 'zzz'))).toEqual(['?zzz']);
});
