import type { Attachment, HistoryPage, HistoryRequest, Message, Request } from '../protocol/wire';
import { toggled } from '../reactions/toggled';

/** One page of a room or thread, as the real server cuts it. */
export function pageOf(all: readonly Message[], { roomId, before, after, messageId, threadId, limit = 50 }: HistoryRequest): HistoryPage {
  const list = threadId === undefined ? all : all.filter((message) => message.threadId === threadId);
  const page = (messages: readonly Message[], hasMore: boolean, hasNewer?: boolean): HistoryPage => ({
    type: 'history', roomId, messages: [...messages], hasMore, ...(hasNewer === undefined ? {} : { hasNewer }), ...(threadId ? { threadId } : {}),
  });
  if (messageId !== undefined) {
    const at = list.findIndex((message) => message.id === messageId);
    const from = Math.max(0, at - Math.floor(limit / 2));
    return page(list.slice(from, from + limit), from > 0, from + limit < list.length);
  }
  if (after !== undefined) {
    const rest = list.filter((message) => message.seq > after);
    return page(rest.slice(0, limit), rest.length > limit);
  }
  const rest = list.filter((message) => message.seq < (before ?? Infinity));
  return page(rest.slice(-limit), rest.length > limit);
}

/** What a request makes of a message; null: it is no change of one. */
export function changed(message: Message, request: Request, userId: string): Message | null {
  switch (request.type) {
    case 'edit_message':
      return { ...message, content: request.content, editedAt: '2026-01-31T09:00:00.000Z' };
    case 'delete_message': {
      const { reactions: _, attachments: __, ...rest } = message;
      return { ...rest, content: '', deletedAt: '2026-01-31T09:00:00.000Z' };
    }
    case 'react':
      return { ...message, reactions: toggled(message.reactions ?? [], request.emoji, userId).reactions };
    case 'feedback': {
      const likedBy = request.rating === 'like' ? [userId] : [];
      const dislikedBy = request.rating === 'dislike' ? [userId] : [];
      return { ...message, feedback: { likes: likedBy.length, dislikes: dislikedBy.length, likedBy, dislikedBy } };
    }
    default:
      return null;
  }
}

/** The first message of a thread once another one was said in it. */
export const grown = (first: Message, { seq, createdAt }: Message): Message => ({
  ...first,
  thread: { replies: (first.thread?.replies ?? 0) + 1, lastSeq: seq, lastAt: createdAt },
});

/** Files of which a test knows no more than the id. */
export const filesOf = (ids: readonly string[] | undefined, known: ReadonlyMap<string, Attachment>): Pick<Message, 'attachments'> =>
  ids?.length ? { attachments: ids.map((id) => known.get(id) ?? { id, name: `${id}.txt`, type: 'text/plain', size: 3 }) } : {};
