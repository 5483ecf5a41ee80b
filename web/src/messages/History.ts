import type { Connection } from '../connection/Connection';
import type { HistoryPage, HistoryRequest, Message } from '../protocol/wire';
import type { RoomState } from '../state/RoomState.svelte';
import type { Conversation } from './Conversation.svelte';
import { renderAhead } from './messageHtml';

/** While one scrolls, small pages: putting one in must not be felt. */
const pageSize = 30;

type Where = Pick<HistoryRequest, 'before' | 'after' | 'messageId'>;

/** Fetches what a conversation does not hold. Pages are put in by the caller, when the scroll position can be kept. */
export class History {
  readonly #connection: Connection;
  readonly #myName: string;
  readonly #opening = new Map<Conversation, Promise<void>>();

  constructor(connection: Connection, myName: string) {
    this.#connection = connection;
    this.#myName = myName;
  }

  async older(conversation: Conversation): Promise<() => void> {
    const before = conversation.window.from;
    const page = await this.#page(conversation, before > 0 ? { before } : {});
    await renderAhead(page.messages, this.#myName);
    return () => conversation.window.putOlder(page, before);
  }

  async newer(conversation: Conversation): Promise<() => void> {
    const after = conversation.window.to;
    const page = await this.#page(conversation, { after });
    await renderAhead(page.messages, this.#myName);
    return () => conversation.window.putNewer(page, after);
  }

  /** The newest page of a thread and the message on which it hangs. */
  openThread(room: RoomState, thread: Conversation): Promise<void> {
    let opening = this.#opening.get(thread);
    if (!opening) {
      opening = this.#openThread(room, thread).finally(() => this.#opening.delete(thread));
      this.#opening.set(thread, opening);
    }
    return opening;
  }

  /** Finds a message, and holds what stands around it where that is in this conversation. */
  async goTo(conversation: Conversation, messageId: string): Promise<Message | undefined> {
    const { roomId, threadId, window } = conversation;
    const around = await this.#page({ roomId }, { messageId });
    const message = around.messages.find(({ id }) => id === messageId);
    if (!message || message.threadId !== threadId) return message;
    if (threadId === undefined) window.goTo(around);
    else window.goTo({ ...(await this.#page(conversation, { before: message.seq + 1 })), hasNewer: true });
    return message;
  }

  async #openThread(room: RoomState, thread: Conversation): Promise<void> {
    const threadId = thread.threadId!;
    const first = room.message(threadId) ?? (await this.#one(room, threadId));
    if (first) thread.hangsOn(first);
    const page = await this.#page(thread, {});
    thread.window.begin(page.messages, page.hasMore);
    thread.ready();
    room.threads.put(page.messages);
  }

  async #one({ id: roomId }: RoomState, messageId: string): Promise<Message | undefined> {
    const page = await this.#page({ roomId }, { messageId }, 1);
    return page.messages.find(({ id }) => id === messageId);
  }

  #page({ roomId, threadId }: Pick<Conversation, 'roomId' | 'threadId'>, where: Where, limit = pageSize): Promise<HistoryPage> {
    return this.#connection.request({ type: 'history', roomId, limit, ...where, ...(threadId === undefined ? {} : { threadId }) });
  }
}
