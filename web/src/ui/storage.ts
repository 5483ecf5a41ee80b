/** The part of localStorage that is used, so that a page without it (private windows, tests) still runs. */
export interface KeyedStore {
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
  keys(prefix: string): string[];
}

export function memoryStore(): KeyedStore {
  const values = new Map<string, string>();
  return {
    get: (key) => values.get(key) ?? null,
    set: (key, value) => void values.set(key, value),
    remove: (key) => void values.delete(key),
    keys: (prefix) => [...values.keys()].filter((key) => key.startsWith(prefix)),
  };
}

export function browserStore(): KeyedStore {
  try {
    const storage = window.localStorage;
    storage.getItem('confab');
    return {
      get: (key) => storage.getItem(key),
      set(key, value) {
        try {
          storage.setItem(key, value);
        } catch {
          // Full: what is written now lives as long as this page.
        }
      },
      remove: (key) => storage.removeItem(key),
      keys: (prefix) => Object.keys(storage).filter((key) => key.startsWith(prefix)),
    };
  } catch {
    return memoryStore();
  }
}

export function readJson<T>(store: KeyedStore, key: string): T | null {
  const text = store.get(key);
  if (text === null) return null;
  try {
    return JSON.parse(text) as T;
  } catch {
    store.remove(key);
    return null;
  }
}
