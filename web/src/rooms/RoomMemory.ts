import { readJson, type KeyedStore } from '../ui/storage';

/** Which rooms one is in, and how far each was read on this device. */
export class RoomMemory {
  readonly #store: KeyedStore;
  readonly #key: string;
  readonly #seen: Map<string, number>;

  constructor(userId: string, store: KeyedStore) {
    this.#store = store;
    this.#key = `confab.rooms.${userId}`;
    this.#seen = new Map(Object.entries(readJson<Record<string, number>>(store, this.#key) ?? {}));
  }

  get rooms(): string[] {
    return [...this.#seen.keys()];
  }

  seen(roomId: string): number | undefined {
    return this.#seen.get(roomId);
  }

  remember(roomId: string, seen: number): void {
    if (this.#seen.get(roomId) === seen) return;
    this.#seen.set(roomId, seen);
    this.#write();
  }

  forget(roomId: string): void {
    if (this.#seen.delete(roomId)) this.#write();
  }

  #write(): void {
    this.#store.set(this.#key, JSON.stringify(Object.fromEntries(this.#seen)));
  }
}
