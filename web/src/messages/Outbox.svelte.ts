import type { Clock } from '../connection/clock';
import { ConnectionLost, RequestRefused } from '../connection/errors';
import { Timers } from '../connection/Timers';
import type { Ack, Attachment, ChatRequest } from '../protocol/wire';
import { readJson, type KeyedStore } from '../ui/storage';

/** `waiting`: not on the wire. `sent`: acknowledged, its own event is about to come. */
export type PendingStatus = 'waiting' | 'sending' | 'sent' | 'failed';

/** A message of ours that the room does not show yet. */
export interface PendingMessage {
  id: string;
  roomId: string;
  content: string;
  parentId?: string;
  threadId?: string;
  attachments?: readonly Attachment[];
  createdAt: string;
  status: PendingStatus;
  reason?: string;
  /** By its ack: once the room is known this far, the message has come, or lies before what is loaded. */
  rev?: number;
}

export interface OutboxParts {
  store: KeyedStore;
  clock: Clock;
  send(request: ChatRequest): Promise<Ack>;
  /** How far a room is known. */
  knownRev(roomId: string): number;
}

/**
 * What was written and not yet acknowledged. Each message is stored under a key of its own, so that two tabs do not
 * overwrite each other, and is sent again under the same id until the server has answered: the id makes it one message.
 */
export class Outbox {
  readonly #parts: OutboxParts;
  readonly #timers: Timers;
  readonly #prefix: string;
  readonly #sendingRooms = new Set<string>();
  readonly #openRooms = new Set<string>();
  readonly #pausedRooms = new Set<string>();
  #isClosed = false;
  #list = $state.raw<readonly PendingMessage[]>([]);

  constructor(userId: string, parts: OutboxParts) {
    this.#parts = parts;
    this.#timers = new Timers(parts.clock);
    this.#prefix = `confab.outbox.${userId}.`;
    this.#list = this.#stored();
  }

  get list(): readonly PendingMessage[] {
    return this.#list;
  }

  in(roomId: string): readonly PendingMessage[] {
    return this.#list.filter((message) => message.roomId === roomId);
  }

  /** Those of the room itself, or of one of its threads. */
  inConversation(roomId: string, threadId: string | undefined): readonly PendingMessage[] {
    return this.#list.filter((message) => message.roomId === roomId && message.threadId === threadId);
  }

  add(message: Omit<PendingMessage, 'status'>): void {
    const pending: PendingMessage = { ...message, status: 'waiting' };
    this.#store(pending);
    this.#list = [...this.#list, pending];
    void this.#sendAll(pending.roomId);
  }

  retry(id: string): void {
    const message = this.#list.find((pending) => pending.id === id);
    if (message?.status !== 'failed') return;
    this.#store(this.#change(id, { status: 'waiting', reason: undefined }));
    void this.#sendAll(message.roomId);
  }

  discard(id: string): void {
    this.#parts.store.remove(this.#prefix + id);
    this.#list = this.#list.filter((message) => message.id !== id);
  }

  /** The room has been joined on this connection. */
  roomOpened(roomId: string): void {
    this.#openRooms.add(roomId);
    this.#discardKnown(roomId);
    void this.#sendAll(roomId);
  }

  connectionLost(): void {
    this.#openRooms.clear();
    this.#list = this.#list.map((message) => (message.status === 'sending' ? { ...message, status: 'waiting' } : message));
  }

  /** Whoever wrote this has signed out: what waits is stored, and nothing more is sent from here. */
  close(): void {
    this.#timers.close();
    this.connectionLost();
    this.#isClosed = true;
  }

  /** The room shows these now. */
  arrived(messageIds: ReadonlySet<string>): void {
    for (const message of this.#list) if (messageIds.has(message.id)) this.discard(message.id);
  }

  /** One after the other: a message that must wait holds back those written after it. */
  async #sendAll(roomId: string): Promise<void> {
    if (this.#sendingRooms.has(roomId)) return;
    this.#sendingRooms.add(roomId);
    try {
      for (let next = this.#next(roomId); next; next = this.#next(roomId)) if (!(await this.#send(next))) break;
    } finally {
      this.#sendingRooms.delete(roomId);
    }
  }

  #next(roomId: string): PendingMessage | undefined {
    if (this.#isClosed || !this.#openRooms.has(roomId) || this.#pausedRooms.has(roomId)) return undefined;
    return this.#list.find((message) => message.roomId === roomId && message.status === 'waiting');
  }

  async #send(message: PendingMessage): Promise<boolean> {
    const { id, roomId } = message;
    this.#change(id, { status: 'sending' });
    try {
      const { rev } = await this.#parts.send(requestOf(message));
      this.#parts.store.remove(this.#prefix + id);
      this.#change(id, { status: 'sent', rev });
      this.#discardKnown(roomId);
      return true;
    } catch (error) {
      return this.#notSent(id, roomId, error);
    }
  }

  /** Their events came long ago and do not come again. */
  #discardKnown(roomId: string): void {
    const known = this.#parts.knownRev(roomId);
    for (const { id, rev } of this.in(roomId)) if (rev !== undefined && rev <= known) this.discard(id);
  }

  #notSent(id: string, roomId: string, error: unknown): boolean {
    if (error instanceof ConnectionLost) {
      this.#change(id, { status: 'waiting' });
      return false;
    }
    if (error instanceof RequestRefused && error.mayPassLater) {
      this.#change(id, { status: 'waiting' });
      this.#pausedRooms.add(roomId);
      this.#timers.after(error.retryAfterMs ?? 1_000, () => {
        this.#pausedRooms.delete(roomId);
        void this.#sendAll(roomId);
      });
      return false;
    }
    this.#store(this.#change(id, { status: 'failed', reason: error instanceof Error ? error.message : String(error) }));
    return true;
  }

  #change(id: string, change: Partial<PendingMessage>): PendingMessage | undefined {
    this.#list = this.#list.map((message) => (message.id === id ? { ...message, ...change } : message));
    return this.#list.find((message) => message.id === id);
  }

  #store(message: PendingMessage | undefined): void {
    if (message) this.#parts.store.set(this.#prefix + message.id, JSON.stringify(message));
  }

  #stored(): PendingMessage[] {
    const { store } = this.#parts;
    return store
      .keys(this.#prefix)
      .sort()
      .map((key) => readJson<PendingMessage>(store, key))
      .filter((message) => message !== null)
      .map((message) => ({ ...message, status: message.status === 'failed' ? 'failed' : 'waiting' }));
  }
}

const requestOf = ({ id, roomId, content, parentId, threadId, attachments }: PendingMessage): ChatRequest => ({
  type: 'chat',
  roomId,
  messageId: id,
  content,
  ...(parentId ? { parentId } : {}),
  ...(threadId ? { threadId } : {}),
  ...(attachments?.length ? { attachments: attachments.map((file) => file.id) } : {}),
});
