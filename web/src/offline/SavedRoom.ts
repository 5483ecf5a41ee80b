import type { Message, RoomJoined } from '../protocol/wire';
import type { RoomState } from '../state/RoomState.svelte';

/** More than this is not kept of one room. */
export const mostSaved = { messages: 50, characters: 128 * 1024 };

/** A room as this browser last saw it: like an answer to join_room, from which one can go on by its rev. */
export interface SavedRoom extends Pick<RoomJoined, 'room' | 'members' | 'messages' | 'rev' | 'hasMore' | 'receipts' | 'threads'> {
  /** In milliseconds since 1970. */
  savedAt: number;
}

/** Undefined: there is nothing to go on from, or what is loaded lies further back than the end. */
export function savedRoom(room: RoomState, now: number): SavedRoom | undefined {
  const { info, main, revs, members, receipts, threads } = room;
  if (!info || revs.rev === null || room.phase !== 'joined' || main.window.hasNewer) return undefined;
  const messages = newest(main.messages);
  return {
    room: { ...info, seq: main.newestSeq, rev: revs.rev, unread: room.unread, mentions: room.mentions },
    members: [...members],
    messages,
    rev: revs.rev,
    hasMore: main.window.hasOlder || messages.length < main.messages.length,
    receipts: [...receipts.all.values()],
    threads: [...threads.followed.values()],
    savedAt: now,
  };
}

function newest(messages: readonly Message[]): Message[] {
  const kept: Message[] = [];
  let characters = 0;
  for (const message of messages.toReversed()) {
    characters += message.content.length;
    if (kept.length === mostSaved.messages || (characters > mostSaved.characters && kept.length > 0)) break;
    kept.push(message);
  }
  return kept.reverse();
}
