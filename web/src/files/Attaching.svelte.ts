import type { Conversation } from '../messages/Conversation.svelte';
import { readJson, type KeyedStore } from '../ui/storage';
import { Uploads } from './Uploads.svelte';

const maxBytesKey = 'confab.maxFileBytes';

/** The files that wait in each conversation to go out with its next message, and how large they may be. */
export class Attaching {
  readonly #store: KeyedStore;
  readonly #uploads = new Map<string, Uploads>();
  #maxBytes = $state<number>();

  constructor(store: KeyedStore) {
    this.#store = store;
    this.#maxBytes = readJson<number>(store, maxBytesKey) ?? undefined;
  }

  /** The largest file that the server takes; undefined: it takes none, or has not said yet. */
  get maxBytes(): number | undefined {
    return this.#maxBytes;
  }

  in({ key }: Conversation): Uploads {
    const uploads = this.#uploads.get(key) ?? new Uploads();
    this.#uploads.set(key, uploads);
    return uploads;
  }

  /** What the server takes is kept, for a start without a connection. */
  connected(maxBytes: number | undefined): void {
    this.#maxBytes = maxBytes;
    if (maxBytes === undefined) this.#store.remove(maxBytesKey);
    else this.#store.set(maxBytesKey, JSON.stringify(maxBytes));
    for (const uploads of this.#uploads.values()) uploads.connected();
  }
}
