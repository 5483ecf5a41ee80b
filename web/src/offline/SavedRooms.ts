import type { Clock } from '../connection/clock';
import { Timers } from '../connection/Timers';
import type { RoomState } from '../state/RoomState.svelte';
import type { Shelf } from './Database';
import { savedRoom, type SavedRoom } from './SavedRoom';

/** Those that changed longest ago go first. */
const mostRooms = 50;

/** What changed is written at most this often, in milliseconds. */
const writeEvery = 2_000;

/**
 * Keeps the rooms that one is in as this page last saw them, for a start without a connection. That they are not kept is
 * no trouble worth telling: they come again from the server.
 */
export class SavedRooms {
  readonly #userId: string;
  readonly #shelf: Shelf<SavedRoom>;
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #changed = new Set<RoomState>();
  /** One thing after the other, so that nothing is written after it was taken away. */
  #last: Promise<void> = Promise.resolve();
  #isTimed = false;
  #isClosed = false;

  constructor(userId: string, shelf: Shelf<SavedRoom>, clock: Clock) {
    this.#userId = userId;
    this.#shelf = shelf;
    this.#clock = clock;
    this.#timers = new Timers(clock);
  }

  async load(): Promise<readonly SavedRoom[]> {
    try {
      const saved = await this.#shelf.all(this.#userId);
      return this.#isClosed ? [] : saved;
    } catch (error) {
      warn(error);
      return [];
    }
  }

  changed(room: RoomState): void {
    if (this.#isClosed) return;
    this.#changed.add(room);
    if (this.#isTimed) return;
    this.#isTimed = true;
    this.#timers.after(writeEvery, () => this.write());
  }

  /** Writes at once what has changed: the page may be about to go. */
  write(): void {
    this.#isTimed = false;
    const now = this.#clock.now();
    const saved = [...this.#changed].map((room) => savedRoom(room, now)).filter((room) => room !== undefined);
    this.#changed.clear();
    if (this.#isClosed || saved.length === 0) return;
    const newest = saved.sort((a, b) => lastAt(b).localeCompare(lastAt(a))).slice(0, mostRooms);
    this.#then(async () => {
      for (const room of newest) await this.#shelf.put(this.#userId, room.room.id, room);
      await this.#dropOldest();
    });
  }

  /** One is in these alone. */
  keepOnly(roomIds: ReadonlySet<string>): void {
    this.#then(async () => {
      for (const id of await this.#shelf.keys(this.#userId)) if (!roomIds.has(id)) await this.#shelf.remove(this.#userId, id);
    });
  }

  /** One is in it no more. */
  remove(roomId: string): void {
    for (const room of this.#changed) if (room.id === roomId) this.#changed.delete(room);
    this.#then(() => this.#shelf.remove(this.#userId, roomId));
  }

  close(): void {
    this.#isClosed = true;
    this.#timers.close();
  }

  /** Nothing of what was said stays in a browser that somebody has signed out of. */
  forget(): void {
    this.close();
    this.#then(() => this.#shelf.clear(this.#userId));
  }

  async #dropOldest(): Promise<void> {
    if ((await this.#shelf.keys(this.#userId)).length <= mostRooms) return;
    const all = await this.#shelf.all(this.#userId);
    const tooOld = all.sort((a, b) => b.savedAt - a.savedAt || lastAt(b).localeCompare(lastAt(a))).slice(mostRooms);
    for (const { room } of tooOld) await this.#shelf.remove(this.#userId, room.id);
  }

  #then(step: () => Promise<void>): void {
    this.#last = this.#last.then(step).catch(warn);
  }
}

const lastAt = ({ room, messages }: SavedRoom): string => messages.at(-1)?.createdAt ?? room.createdAt;

const warn = (error: unknown) => console.warn('Confab: rooms are not kept for a start without a connection.', error);
