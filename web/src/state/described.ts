import type { Room } from '../protocol/wire';

/**
 * What is known of a room once this has been told. Of two accounts the settings with the greater version hold; what is
 * one's own in it is absent in events, and then stays as it was.
 */
export function described(known: Room | undefined, told: Room): Room {
  if (!known) return told;
  const settings = (told.version ?? 0) >= (known.version ?? 0) ? told : known;
  const { isMember = known.isMember, role = known.role, unread = known.unread, mentions = known.mentions } = told;
  const firstSeq = Math.max(known.firstSeq ?? 0, told.firstSeq ?? 0) || undefined;
  const own = { isMember, role, unread, mentions, firstSeq };
  return { ...settings, userCount: told.userCount, seq: Math.max(known.seq, told.seq), rev: Math.max(known.rev, told.rev), ...present(own) };
}

/** The server went back to a copy of itself: nothing that was counted holds any more. */
export const recounted = (room: Room): Room => ({ ...room, seq: 0, rev: 0, version: 0, firstSeq: undefined });

const present = <T extends object>(fields: T): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
