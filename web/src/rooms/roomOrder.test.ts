import { expect, test } from 'vitest';
import type { Room } from '../protocol/wire';
import type { RoomState } from '../state/RoomState.svelte';
import { grouped, neighbour } from './roomOrder';

const room = (name: string, info: Partial<Room> = {}, phase = 'joined') => ({ id: name, name, phase, info: { kind: 'group', ...info } }) as unknown as RoomState;
const told = (groups: ReturnType<typeof grouped>) => groups.map(({ name, rooms }) => [name, ...rooms.map((one) => one.name)]);

const rooms = [
  room('tea'), room('Room 10'), room('general'), room('Room 2'), room('Ben', { kind: 'direct' }), room('Rivers', { kind: 'chat' }),
  room('books', {}, 'listed'), room('mine', { isMember: true }, 'listed'), room('old', { archivedAt: 'x' }), room('old talk', { kind: 'direct', archivedAt: 'x' }),
];

test('rooms stand in groups, the first room on top, the others by name; what is archived stands apart', () => {
  expect(told(grouped(rooms))).toEqual([
    ['rooms', 'general', 'mine', 'Room 2', 'Room 10', 'tea'], ['direct', 'Ben'], ['chats', 'Rivers'], ['open', 'books'], ['archived', 'old', 'old talk'],
  ]);
});

test('a filter leaves what has it in its name, and no empty groups', () => {
  expect(told(grouped(rooms, ' RÓOM '))).toEqual([['rooms', 'Room 2', 'Room 10']]);
  expect(grouped(rooms, 'zzz')).toEqual([]);
});

test('the next room is the one below in the sidebar, and after the last comes the first', () => {
  const at = (name: string) => rooms.find((one) => one.name === name);
  expect(neighbour(rooms, at('tea'), 1)?.name).toBe('Ben');
  expect(neighbour(rooms, at('old talk'), 1)?.name).toBe('general');
  expect(neighbour(rooms, at('general'), -1)?.name).toBe('old talk');
});
