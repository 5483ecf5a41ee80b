import type { KeyedStore } from '../ui/storage';

/** What was written and not sent, for each conversation, kept over a reload. */
export class Drafts {
  readonly #store: KeyedStore;
  readonly #prefix: string;

  constructor(userId: string, store: KeyedStore) {
    this.#store = store;
    this.#prefix = `confab.draft.${userId}.`;
  }

  of(key: string): string {
    return this.#store.get(this.#prefix + key) ?? '';
  }

  keep(key: string, text: string): void {
    if (text.trim() === '') this.#store.remove(this.#prefix + key);
    else this.#store.set(this.#prefix + key, text);
  }
}
