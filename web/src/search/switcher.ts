import type { Author } from '../protocol/wire';
import type { RoomState } from '../state/RoomState.svelte';
import { collate, plain } from '../ui/sameText';

export type Destination = { kind: 'room'; room: RoomState } | { kind: 'person'; person: Author } | { kind: 'search'; query: string };

const most = 12;

/** How well a name goes with what is typed: 0 is best; undefined, not at all. */
export function fit(name: string, typed: string): number | undefined {
  const text = plain(name);
  const wanted = plain(typed);
  if (text.startsWith(wanted)) return 0;
  if (text.split(/[\s._-]+/).some((word) => word.startsWith(wanted))) return 1;
  if (text.includes(wanted)) return 2;
  return inOrderIn(text, wanted) ? 3 : undefined;
}

/**
 * Where one may want to go. With nothing typed: what is unread, mentions first, then the others. With a word: the rooms and
 * people that go with it, and a search for it.
 */
export function destinations(rooms: readonly RoomState[], people: readonly Author[], typed: string): Destination[] {
  const wanted = typed.trim();
  if (wanted === '') return [...rooms].filter(isAlive).sort(byNeed).slice(0, most).map((room) => ({ kind: 'room', room }));
  const known = new Set(rooms.map((room) => room.other?.id));
  const found = [
    ...rooms.filter((room) => room.phase !== 'failed').map((room) => ({ name: room.name, to: { kind: 'room', room } as const })),
    // Who has a direct room already stands here as that room.
    ...people.filter((person) => !known.has(person.id)).map((person) => ({ name: person.name, to: { kind: 'person', person } as const })),
  ]
    .map((one) => ({ ...one, rank: fit(one.name, wanted) }))
    .filter((one) => one.rank !== undefined)
    .sort((a, b) => a.rank! - b.rank! || collate(a.name, b.name));
  return [...found.slice(0, most).map(({ to }) => to), { kind: 'search', query: wanted }];
}

const isAlive = (room: RoomState): boolean => room.phase !== 'failed' && room.info?.archivedAt === undefined;

const byNeed = (a: RoomState, b: RoomState): number => b.mentions - a.mentions || Number(b.unread > 0) - Number(a.unread > 0) || collate(a.name, b.name);

/** All the letters, in their order, with others between. */
function inOrderIn(text: string, wanted: string): boolean {
  let at = -1;
  return [...wanted].every((letter) => (at = text.indexOf(letter, at + 1)) >= 0);
}
