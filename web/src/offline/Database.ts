import type { PendingMessage } from '../messages/PendingMessage';
import type { SavedRoom } from './SavedRoom';

/** What is kept of one kind, for each user by key. Everything here may fail, as a full or forbidden disk does. */
export interface Shelf<T> {
  /** In the order of the keys. */
  all(userId: string): Promise<T[]>;
  keys(userId: string): Promise<string[]>;
  find(userId: string, key: string): Promise<T | undefined>;
  put(userId: string, key: string, value: T): Promise<void>;
  remove(userId: string, key: string): Promise<void>;
  /** All that is kept for the user. */
  clear(userId: string): Promise<void>;
}

/** The part of a BroadcastChannel that is used. */
export interface Channel {
  onmessage: ((event: { data: unknown }) => void) | null;
  postMessage(data: unknown): void;
  close(): void;
}

/** What this browser keeps while there is no connection. */
export interface Database {
  readonly outbox: Shelf<PendingMessage>;
  readonly rooms: Shelf<SavedRoom>;
  /** False: it ends with the page, as in some private windows. */
  readonly isLasting: boolean;
  /** By which the tabs that share this database hear of one another. */
  openChannel(name: string): Channel;
}
