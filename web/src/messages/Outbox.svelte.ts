import type { Clock } from '../connection/clock';
import { ConnectionLost, RequestRefused } from '../connection/errors';
import { Timers } from '../connection/Timers';
import type { KeptMessages } from '../offline/KeptMessages';
import type { Ack, Attachment, ChatRequest } from '../protocol/wire';
import { requestOf, type PendingFile, type PendingMessage } from './PendingMessage';
import { PendingMessages } from './PendingMessages.svelte';

export interface OutboxParts {
  kept: KeptMessages;
  clock: Clock;
  send(request: ChatRequest): Promise<Ack>;
  upload(roomId: string, file: PendingFile): Promise<Attachment>;
  /** How far a room is known. */
  knownRev(roomId: string): number;
}

/** So long is left to the tab in which a message was written to send it, in milliseconds. */
const turnOfOtherTab = 10_000;

/** Before that is tried again which failed although the connection stands, in milliseconds. */
const pauseAfterFailure = 2_000;

/**
 * What was written and not yet acknowledged. A message is sent again under the same id until the server has answered: the
 * id makes it one message, whichever tabs send it.
 */
export class Outbox {
  readonly #parts: OutboxParts;
  readonly #timers: Timers;
  readonly #messages: PendingMessages;
  readonly #sendingRooms = new Set<string>();
  readonly #openRooms = new Set<string>();
  readonly #pausedRooms = new Set<string>();
  #isLoaded = false;
  #isClosed = false;

  constructor(parts: OutboxParts) {
    this.#parts = parts;
    this.#timers = new Timers(parts.clock);
    this.#messages = new PendingMessages(parts.kept, {
      heardOf: ({ roomId }) => this.#timers.after(turnOfOtherTab, () => void this.#sendAll(roomId)),
      sentElsewhere: ({ roomId }) => this.#discardKnown(roomId),
    });
    void this.#load();
  }

  get list(): readonly PendingMessage[] {
    return this.#messages.list;
  }

  in(roomId: string): readonly PendingMessage[] {
    return this.list.filter((message) => message.roomId === roomId);
  }

  /** Those of the room itself, or of one of its threads. */
  inConversation(roomId: string, threadId: string | undefined): readonly PendingMessage[] {
    return this.in(roomId).filter((message) => message.threadId === threadId);
  }

  add(message: Omit<PendingMessage, 'status'>): void {
    this.#messages.add({ ...message, status: 'waiting' });
    void this.#sendAll(message.roomId);
  }

  retry(id: string): void {
    if (this.#messages.find(id)?.status !== 'failed') return;
    const message = this.#messages.change(id, { status: 'waiting', reason: undefined });
    if (message) void this.#sendAll(message.roomId);
  }

  discard(id: string): void {
    this.#messages.discard(id);
  }

  /** The room has been joined on this connection. */
  roomOpened(roomId: string): void {
    this.#openRooms.add(roomId);
    this.#discardKnown(roomId);
    void this.#sendAll(roomId);
  }

  connectionLost(): void {
    this.#openRooms.clear();
    this.#messages.connectionLost();
  }

  /** Whoever wrote this has signed out: what waits is kept, and nothing more is sent from here. */
  close(): void {
    this.#isClosed = true;
    this.#timers.close();
    this.#messages.close();
  }

  /** The room shows these now. */
  arrived(messageIds: ReadonlySet<string>): void {
    for (const message of this.list) if (messageIds.has(message.id)) this.#messages.arrived(message.id);
  }

  async #load(): Promise<void> {
    await this.#messages.load();
    this.#isLoaded = true;
    for (const roomId of this.#openRooms) this.roomOpened(roomId);
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
    if (!this.#isLoaded || this.#isClosed || !this.#openRooms.has(roomId) || this.#pausedRooms.has(roomId)) return undefined;
    return this.in(roomId).find((message) => message.status === 'waiting');
  }

  async #send({ id, roomId }: PendingMessage): Promise<boolean> {
    if (await this.#messages.wasSentElsewhere(id)) return true;
    try {
      this.#messages.show(id, { status: 'sending' });
      await this.#upload(id, roomId);
      const message = this.#messages.find(id);
      if (!message) return true;
      const { rev } = await this.#parts.send(requestOf(message));
      this.#messages.sent(id, rev);
      this.#discardKnown(roomId);
      return true;
    } catch (error) {
      return this.#notSent(id, roomId, error);
    }
  }

  /** What is uploaded is kept at once, so that it is not uploaded a second time. */
  async #upload(id: string, roomId: string): Promise<void> {
    for (;;) {
      const { files: [file, ...files] = [], attachments = [] } = this.#messages.find(id) ?? {};
      if (!file) return;
      const attachment = await this.#parts.upload(roomId, file);
      this.#messages.change(id, { files, attachments: [...attachments, attachment] });
    }
  }

  /** Their events came long ago and do not come again. */
  #discardKnown(roomId: string): void {
    const known = this.#parts.knownRev(roomId);
    for (const { id, rev } of this.in(roomId)) if (rev !== undefined && rev <= known) this.#messages.arrived(id);
  }

  #notSent(id: string, roomId: string, error: unknown): boolean {
    const mayPassLater = error instanceof RequestRefused && error.mayPassLater;
    if (mayPassLater || error instanceof ConnectionLost) {
      this.#messages.show(id, { status: 'waiting' });
      if (this.#openRooms.has(roomId)) this.#pause(roomId, mayPassLater ? (error.retryAfterMs ?? 1_000) : pauseAfterFailure);
      return false;
    }
    this.#messages.change(id, { status: 'failed', reason: error instanceof Error ? error.message : String(error) });
    return true;
  }

  #pause(roomId: string, ms: number): void {
    this.#pausedRooms.add(roomId);
    this.#timers.after(ms, () => {
      this.#pausedRooms.delete(roomId);
      void this.#sendAll(roomId);
    });
  }
}
