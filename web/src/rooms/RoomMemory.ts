import type { KeyedStore } from '../ui/storage';

/** How far each room was read in this browser. A key for each room, so that two tabs do not overwrite each other. */
export class RoomMemory {
  readonly #store: KeyedStore;
  readonly #prefix: string;

  constructor(userId: string, store: KeyedStore) {
    this.#store = store;
    this.#prefix = `confab.seen.${userId}.`;
  }

  seen(roomId: string): number | undefined {
    const seq = Number(this.#store.get(this.#prefix + roomId) ?? NaN);
    return Number.isSafeInteger(seq) ? seq : undefined;
  }

  remember(roomId: string, seq: number): void {
    this.#store.set(this.#prefix + roomId, String(seq));
  }

  forget(roomId: string): void {
    this.#store.remove(this.#prefix + roomId);
  }
}
