import type { RoomState } from '../state/RoomState.svelte';
import { clockTime } from '../ui/times';

/** Why one cannot write in a room now; empty: one can. */
export function whyNot({ info, me }: Pick<RoomState, 'info' | 'me'>, now: number): string {
  if (info?.archivedAt !== undefined) return 'This room is archived. It can be read and searched, and nothing in it changes.';
  if (me?.mutedUntil !== undefined && Date.parse(me.mutedUntil) > now) return `A moderator muted you here until ${clockTime(me.mutedUntil)}.`;
  return '';
}
