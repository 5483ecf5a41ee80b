import type { PendingMessage } from '../messages/PendingMessage';
import { readJson, type KeyedStore } from '../ui/storage';
import type { Channel, Database } from './Database';

/** What tabs of the same person tell one another of a message that waits. */
export type Note = { type: 'changed'; id: string } | { type: 'sent'; id: string; rev: number };

/** The messages of one person that wait to be sent, in the browser's database, which all tabs share. */
export class KeptMessages {
  readonly #userId: string;
  readonly #database: Database;
  /** Where earlier versions kept them. */
  readonly #store: KeyedStore;
  readonly #channel: Channel;
  #isClosed = false;

  constructor(userId: string, database: Database, store: KeyedStore) {
    this.#userId = userId;
    this.#database = database;
    this.#store = store;
    this.#channel = database.openChannel(`confab.outbox.${userId}`);
  }

  set heard(take: (note: Note) => Promise<void>) {
    this.#channel.onmessage = ({ data }) => void take(data as Note).catch(warn);
  }

  /** In the order in which they were written. */
  async all(): Promise<readonly PendingMessage[]> {
    const left = await this.#moveFromStore();
    try {
      return [...left, ...(await this.#database.outbox.all(this.#userId))].map((message) => this.#asFound(message));
    } catch (error) {
      warn(error);
      return left.map((message) => this.#asFound(message));
    }
  }

  /** Undefined: it is not there any more. */
  async find(id: string): Promise<PendingMessage | undefined> {
    const found = await this.#database.outbox.find(this.#userId, id);
    return found && this.#asFound(found);
  }

  /** Whether it will be there after a reload. */
  async put(message: PendingMessage): Promise<boolean> {
    try {
      await this.#database.outbox.put(this.#userId, message.id, message);
      this.#tell({ type: 'changed', id: message.id });
      return this.#database.isLasting;
    } catch (error) {
      warn(error);
      return false;
    }
  }

  async remove(id: string): Promise<void> {
    await this.#database.outbox.remove(this.#userId, id).catch(warn);
  }

  /** Nobody wants it sent any more, in other tabs neither. */
  async discard(id: string): Promise<void> {
    await this.remove(id);
    this.#tell({ type: 'changed', id });
  }

  /** It need not be kept any more: the server has it. */
  async sent(id: string, rev: number): Promise<void> {
    this.#tell({ type: 'sent', id, rev });
    await this.remove(id);
  }

  close(): void {
    this.#isClosed = true;
    this.#channel.onmessage = null;
    this.#channel.close();
  }

  /** Whatever was happening to it has ended with the page that did it. */
  #asFound({ isOnlyHere: _, ...message }: PendingMessage): PendingMessage {
    return { ...message, status: message.status === 'failed' ? 'failed' : 'waiting' };
  }

  /** Answers with those that could not be moved. */
  async #moveFromStore(): Promise<readonly PendingMessage[]> {
    const left: PendingMessage[] = [];
    for (const key of this.#store.keys(`confab.outbox.${this.#userId}.`).sort()) {
      const message = readJson<PendingMessage>(this.#store, key);
      if (!message) continue;
      try {
        await this.#database.outbox.put(this.#userId, message.id, message);
        this.#store.remove(key);
      } catch (error) {
        warn(error);
        left.push(message);
      }
    }
    return left;
  }

  #tell(note: Note): void {
    if (!this.#isClosed) this.#channel.postMessage(note);
  }
}

const warn = (error: unknown) => console.warn('Confab: what waits to be sent is not kept.', error);
