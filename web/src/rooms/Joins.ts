import { backoff } from '../connection/backoff';
import type { Clock } from '../connection/clock';
import type { Connection } from '../connection/Connection';
import { ConnectionLost, RequestRefused } from '../connection/errors';
import { Timers } from '../connection/Timers';
import type { ErrorCode } from '../protocol/wire';
import type { RoomState } from '../state/RoomState.svelte';
import { joinRoom } from './joinRoom';

/** A join refused with these is refused until somebody does something. */
const saysNo: ReadonlySet<ErrorCode> = new Set(['bad_request', 'room_full', 'not_allowed']);

export interface JoinsParts {
  connection: Connection;
  clock: Clock;
  random: () => number;
  joined(room: RoomState): void;
  /** There is no such room for this user. */
  shutOut(room: RoomState, error: RequestRefused): void;
}

/** Which rooms this connection listens to, and those that it is about to. One join of a room at a time. */
export class Joins {
  readonly #parts: JoinsParts;
  readonly #timers: Timers;
  readonly #underWay = new Map<string, Promise<void>>();
  readonly #failed = new Map<string, number>();
  readonly #joined = new Set<string>();

  constructor(parts: JoinsParts) {
    this.#parts = parts;
    this.#timers = new Timers(parts.clock);
  }

  has(roomId: string): boolean {
    return this.#joined.has(roomId);
  }

  underWay(roomId: string): Promise<void> | undefined {
    return this.#underWay.get(roomId);
  }

  /** Joins, or comes back; never throws: what stands in the way is the room's to show, or ends by trying again. */
  join(room: RoomState, create = false): Promise<void> {
    const running = this.#underWay.get(room.id);
    if (running) return running;
    const join = this.#joinOnce(room, create).finally(() => {
      if (this.#underWay.get(room.id) === join) this.#underWay.delete(room.id);
    });
    this.#underWay.set(room.id, join);
    return join;
  }

  forget(roomId: string): void {
    this.#joined.delete(roomId);
  }

  connectionLost(): void {
    this.#underWay.clear();
    this.#joined.clear();
  }

  close(): void {
    this.#timers.close();
  }

  async #joinOnce(room: RoomState, create: boolean): Promise<void> {
    try {
      await joinRoom(this.#parts.connection, room, create);
      this.#failed.delete(room.id);
      this.#joined.add(room.id);
      this.#parts.joined(room);
    } catch (error) {
      // Signing in again joins again.
      if (error instanceof ConnectionLost) return;
      if (!(error instanceof RequestRefused)) throw error;
      if (error.code === 'unknown_room' || error.code === 'not_a_member') this.#parts.shutOut(room, error);
      else if (saysNo.has(error.code)) room.cannotJoin(error);
      else this.#joinLater(room, create, error);
    }
  }

  /** Whatever ails the server, the membership stands. */
  #joinLater(room: RoomState, create: boolean, { retryAfterMs = 0 }: RequestRefused): void {
    const attempt = (this.#failed.get(room.id) ?? 0) + 1;
    this.#failed.set(room.id, attempt);
    const delay = Math.max(retryAfterMs, backoff(attempt, this.#parts.random));
    this.#timers.after(delay, () => {
      if (room.phase !== 'left') void this.join(room, create);
    });
  }
}
