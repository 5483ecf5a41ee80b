import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { PendingMessage } from '../messages/PendingMessage';
import type { Channel, Database, Shelf } from './Database';
import { memoryDatabase } from './memoryDatabase';
import type { SavedRoom } from './SavedRoom';

const name = 'confab';
const version = 1;

/** Keys are the user's id and the thing's own. */
interface Schema extends DBSchema {
  outbox: { key: [string, string]; value: PendingMessage };
  rooms: { key: [string, string]; value: SavedRoom };
}

type Kind = 'outbox' | 'rooms';

/** The browser's own database; or one in memory, where it has none for us or does not open it within `patience` milliseconds. */
export async function openDatabase(patience = 2_000): Promise<Database> {
  try {
    const db = await within(patience, open());
    return {
      outbox: shelfOf(db, 'outbox'),
      rooms: shelfOf(db, 'rooms'),
      isLasting: true,
      openChannel: (channel) => new BroadcastChannel(channel) as unknown as Channel,
    };
  } catch (error) {
    console.warn('Confab: this browser keeps nothing here.', error);
    return memoryDatabase();
  }
}

const open = () =>
  openDB<Schema>(name, version, {
    upgrade(db, from) {
      if (from < 1) {
        db.createObjectStore('outbox');
        db.createObjectStore('rooms');
      }
    },
    // A newer page in another tab must be able to change the stores.
    blocking: (_from, _to, event) => (event.target as IDBDatabase).close(),
  });

function shelfOf<K extends Kind>(db: IDBPDatabase<Schema>, kind: K): Shelf<Schema[K]['value']> {
  return {
    all: (userId) => db.getAll(kind, allOf(userId)),
    keys: async (userId) => (await db.getAllKeys(kind, allOf(userId))).map(([, key]) => key),
    find: (userId, key) => db.get(kind, [userId, key]),
    put: async (userId, key, value) => void (await db.put(kind, value, [userId, key])),
    remove: (userId, key) => db.delete(kind, [userId, key]),
    clear: (userId) => db.delete(kind, allOf(userId)),
  };
}

/** An array is more than any string. */
const allOf = (userId: string) => IDBKeyRange.bound([userId], [userId, []]) as unknown as IDBKeyRange & [string, string];

function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`The database did not open within ${ms} ms.`)), ms);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
