import type { RoomState } from '../state/RoomState.svelte';
import { collate, contains } from '../ui/sameText';

export type GroupName = 'rooms' | 'direct' | 'chats' | 'open' | 'archived';

export interface RoomGroup {
  name: GroupName;
  title: string;
  rooms: readonly RoomState[];
}

const titles: Record<GroupName, string> = {
  rooms: 'Rooms', direct: 'Direct messages', chats: 'Chats with assistants', open: 'Rooms to join', archived: 'Archived',
};

export function groupOf(room: RoomState): GroupName {
  if (room.info?.archivedAt !== undefined) return 'archived';
  if (room.info?.kind === 'direct') return 'direct';
  if (room.info?.kind === 'chat') return 'chats';
  return room.phase === 'joined' || room.phase === 'joining' || room.info?.isMember || room.id === 'general' ? 'rooms' : 'open';
}

/** The groups that have rooms, each in order; with a filter, what it leaves of them. */
export function grouped(rooms: readonly RoomState[], filter = ''): RoomGroup[] {
  const found = inOrder(rooms).filter((room) => contains(room.name, filter));
  const names: GroupName[] = ['rooms', 'direct', 'chats', 'open', 'archived'];
  return names
    .map((name) => ({ name, title: titles[name], rooms: found.filter((room) => groupOf(room) === name) }))
    .filter(({ rooms: some }) => some.length > 0);
}

/** The first room on top, the others by name. */
export const inOrder = (rooms: readonly RoomState[]): readonly RoomState[] =>
  [...rooms].sort((a, b) => Number(b.id === 'general') - Number(a.id === 'general') || collate(a.name, b.name));

/** The room before or after this one, as they stand in the sidebar; one goes round at the ends. */
export function neighbour(rooms: readonly RoomState[], current: RoomState | undefined, step: number): RoomState | undefined {
  const ordered = grouped(rooms).flatMap((group) => group.rooms);
  const at = current ? ordered.indexOf(current) : -1;
  return ordered[(at + step + ordered.length) % ordered.length];
}
