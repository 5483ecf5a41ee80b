import type { Cursor, Member, Message } from '../protocol/wire';
import type { Reply } from '../replies/Reply.svelte';

export interface Reader {
  member: Member;
  /** What they have done with the message, in a word; undefined: it has not reached them. */
  word: 'delivered' | 'read' | 'queued' | 'writing' | undefined;
}

const order = ['writing', 'read', 'queued', 'delivered', undefined];

/** Everybody else in a room and how far a message has come with each, those first with whom it came furthest. */
export function readersOf(
  { id, seq }: Message, members: readonly Member[], cursors: ReadonlyMap<string, Cursor>, replies: readonly Reply[], myId: string,
): readonly Reader[] {
  const wordOf = ({ id: memberId, kind }: Member): Reader['word'] => {
    const reply = replies.find((other) => other.parentId === id && other.author.id === memberId);
    if (reply) return reply.phase === 'queued' ? 'queued' : 'writing';
    const cursor = cursors.get(memberId);
    if (cursor && cursor.readSeq >= seq) return 'read';
    if (cursor && cursor.deliveredSeq >= seq) return kind === 'assistant' ? 'queued' : 'delivered';
    return undefined;
  };
  return members
    .filter((member) => member.id !== myId)
    .map((member) => ({ member, word: wordOf(member) }))
    .sort((a, b) => order.indexOf(a.word) - order.indexOf(b.word) || a.member.name.localeCompare(b.member.name));
}
