import type { Channel, Database, Shelf } from './Database';

/** For a browser that lets the page keep nothing. No other tab sees it. */
export const memoryDatabase = (): Database => ({
  outbox: memoryShelf(),
  rooms: memoryShelf(),
  isLasting: false,
  openChannel: silent,
});

function memoryShelf<T>(): Shelf<T> {
  const users = new Map<string, Map<string, T>>();
  const valuesOf = (userId: string) => users.get(userId) ?? new Map<string, T>();
  return {
    all: async (userId) => [...valuesOf(userId)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value),
    keys: async (userId) => [...valuesOf(userId).keys()],
    find: async (userId, key) => valuesOf(userId).get(key),
    put: async (userId, key, value) => void users.set(userId, valuesOf(userId).set(key, value)),
    remove: async (userId, key) => void valuesOf(userId).delete(key),
    clear: async (userId) => void users.delete(userId),
  };
}

const silent = (): Channel => ({ onmessage: null, postMessage() {}, close() {} });
