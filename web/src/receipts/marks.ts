import type { Cursor, Message } from '../protocol/wire';

/** How far a message of one's own has come: taken by the server, on somebody's device, read by somebody. */
export type Mark = 'sent' | 'delivered' | 'read';

const rank: Record<Mark, number> = { sent: 0, delivered: 1, read: 2 };

export function markOf(seq: number, others: readonly Cursor[]): Mark {
  if (others.some((cursor) => cursor.readSeq >= seq)) return 'read';
  return others.some((cursor) => cursor.deliveredSeq >= seq) ? 'delivered' : 'sent';
}

/**
 * Which of one's own messages bear a mark: the newest one, and the newest of those that came further. Everything above one
 * that was read was read too.
 */
export function marksOf(messages: readonly Message[], myId: string, others: readonly Cursor[]): ReadonlyMap<string, Mark> {
  const marks = new Map<string, Mark>();
  let best = -1;
  for (let i = messages.length - 1; i >= 0 && best < rank.read; i--) {
    const { id, author, seq, deletedAt } = messages[i]!;
    if (author.id !== myId || deletedAt !== undefined) continue;
    const mark = markOf(seq, others);
    if (rank[mark] <= best) continue;
    marks.set(id, mark);
    best = rank[mark];
  }
  return marks;
}
