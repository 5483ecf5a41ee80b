import type { Message } from '../protocol/wire';
import type { Reply } from '../replies/Reply.svelte';
import type { Notice } from '../rooms/Notices.svelte';
import { dayKey } from '../ui/times';
import type { Standing } from './branches';
import type { PendingMessage } from './PendingMessage';

/** `isFirst`: the author's name stands above it. */
export type Entry =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'new'; key: string }
  | { kind: 'notice'; key: string; text: string }
  | { kind: 'message'; key: string; message: Message; place: Standing<Message>; isFirst: boolean }
  | { kind: 'reply'; key: string; reply: Reply; place?: Standing<Message> }
  | { kind: 'pending'; key: string; pending: PendingMessage; isFirst: boolean };

export interface TimelineParts {
  standing: readonly Standing<Message>[];
  pending: readonly PendingMessage[];
  replies: readonly Reply[];
  /** Those of the replies that stand below all else. */
  atEnd: readonly Reply[];
  notices: readonly Notice[];
  myId: string;
  /** The newest message that had been read when the room was opened. */
  readUpTo?: number;
}

/** Where the line above the new messages stands, if anything came since one looked. */
export const newSince = (seen: number | undefined, newest: number): number | undefined =>
  seen !== undefined && newest > seen ? seen : undefined;

/** Messages of one author this close together stand under one name. */
const groupWithin = 5 * 60_000;

/**
 * What the list shows, from top to bottom. A reply and the message it becomes have the same key, and so have the variants of one place. Each kind has keys of its
 * own: an id is whatever its maker chose.
 */
export function timeline({ standing, pending, replies, atEnd, notices, myId, readUpTo }: TimelineParts): Entry[] {
  const entries: Entry[] = [];
  let group = { author: '', at: 0, day: '' };
  let nextNotice = notices.findIndex((notice) => notice.afterSeq >= (standing[0]?.seq ?? 0));
  if (nextNotice < 0) nextNotice = notices.length;

  function begins(key: string, author: string, at: string, mayJoin: boolean): boolean {
    const day = dayKey(at);
    if (day !== group.day) {
      entries.push({ kind: 'day', key: `day:${key}`, at });
      group.author = '';
    }
    const time = Date.parse(at);
    const isFirst = !mayJoin || author !== group.author || time - group.at > groupWithin;
    group = { author, at: time, day };
    return isFirst;
  }

  function noticesBefore(seq: number): void {
    for (; nextNotice < notices.length && notices[nextNotice]!.afterSeq < seq; nextNotice++) {
      const { id, text } = notices[nextNotice]!;
      entries.push({ kind: 'notice', key: `notice:${id}`, text });
      group.author = '';
    }
  }

  let hasLine = false;
  const shown = new Set<string>();
  for (const place of standing) {
    const key = keyOf(place.place);
    shown.add(place.id);
    noticesBefore(place.seq);
    const { message } = place;
    if (!message) {
      const reply = replies.find(({ messageId }) => messageId === place.id);
      // A question in other words stands below, with what waits to be sent.
      if (!reply) shown.delete(place.id);
      else entries.push({ kind: 'reply', key, reply, place });
      group.author = '';
      continue;
    }
    if (readUpTo !== undefined && place.seq > readUpTo && message.author.id !== myId && !hasLine) {
      hasLine = true;
      entries.push({ kind: 'new', key: 'new' });
      group.author = '';
    }
    const isFirst = begins(key, message.author.id, message.createdAt, message.author.kind === 'user');
    entries.push({ kind: 'message', key, message, place, isFirst });
  }
  noticesBefore(Infinity);

  for (const reply of atEnd) {
    if (shown.has(reply.messageId)) continue;
    entries.push({ kind: 'reply', key: keyOf(reply.messageId), reply });
    shown.add(reply.messageId);
    group.author = '';
  }
  for (const message of pending) {
    if (shown.has(message.id)) continue;
    const key = keyOf(message.id);
    entries.push({ kind: 'pending', key, pending: message, isFirst: begins(key, myId, message.createdAt, true) });
  }
  return entries;
}

const keyOf = (messageId: string): string => `message:${messageId}`;
