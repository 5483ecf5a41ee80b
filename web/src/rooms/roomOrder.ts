import type { RoomState } from '../state/RoomState.svelte';

/** The first room on top, the others by name. */
export const inOrder = (rooms: readonly RoomState[]): readonly RoomState[] =>
  [...rooms].sort((a, b) => Number(b.id === 'general') - Number(a.id === 'general') || a.name.localeCompare(b.name));

export function neighbour(rooms: readonly RoomState[], current: RoomState | undefined, step: number): RoomState | undefined {
  const ordered = inOrder(rooms);
  const at = current ? ordered.indexOf(current) : -1;
  return ordered[(at + step + ordered.length) % ordered.length];
}
