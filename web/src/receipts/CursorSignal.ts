import type { Clock } from '../connection/clock';
import { Timers } from '../connection/Timers';
import type { DeliveredRequest, ReadRequest } from '../protocol/wire';

/** One word about each conversation in this time, however fast messages come. */
const quiet = 1_000;

type Word = DeliveredRequest | ReadRequest;

interface Told {
  /** The newest seq that the server was told. */
  seq: number;
  next?: Word;
  isQuiet: boolean;
}

/**
 * Tells the server how far this page has come: at once, then at most once a second for each conversation, and only ever
 * onwards. What is said without a connection is said when there is one.
 */
export class CursorSignal {
  readonly #timers: Timers;
  /** False: it could not be said now. */
  readonly #tell: (word: Word) => boolean;
  readonly #told = new Map<string, Told>();

  constructor(clock: Clock, tell: (word: Word) => boolean) {
    this.#timers = new Timers(clock);
    this.#tell = tell;
  }

  delivered(roomId: string, seq: number): void {
    // What was read was delivered.
    if (seq > (this.#told.get(`read/${roomId}`)?.seq ?? 0)) this.#say(`delivered/${roomId}`, { type: 'delivered', roomId, seq });
  }

  read(roomId: string, seq: number, threadId?: string): void {
    this.#say(`read/${threadId === undefined ? roomId : `${roomId}/${threadId}`}`, { type: 'read', roomId, seq, ...(threadId ? { threadId } : {}) });
  }

  /** There is a connection again: what waited is said. */
  connected(): void {
    for (const [key, told] of this.#told) if (!told.isQuiet) this.#sayNext(key, told);
  }

  forget(roomId: string): void {
    for (const [key, { next }] of this.#told) if (key.split('/')[1] === roomId && !next) this.#told.delete(key);
  }

  close(): void {
    this.#timers.close();
  }

  #say(key: string, word: Word): void {
    const told = this.#told.get(key) ?? { seq: 0, isQuiet: false };
    this.#told.set(key, told);
    if (word.seq <= Math.max(told.seq, told.next?.seq ?? 0)) return;
    told.next = word;
    if (!told.isQuiet) this.#sayNext(key, told);
  }

  #sayNext(key: string, told: Told): void {
    if (!told.next || !this.#tell(told.next)) return;
    told.seq = told.next.seq;
    told.next = undefined;
    told.isQuiet = true;
    this.#timers.after(quiet, () => {
      told.isQuiet = false;
      this.#sayNext(key, told);
    });
  }
}
