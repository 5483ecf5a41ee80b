import type { Clock } from './clock';

const interval = 20_000;
const patience = 10_000;

/** Pings while the socket is open, and says so when nothing at all comes back. */
export class Heartbeat {
  readonly #clock: Clock;
  readonly #ping: () => void;
  readonly #dead: () => void;
  #cancel: () => void = () => {};

  constructor(clock: Clock, ping: () => void, dead: () => void) {
    this.#clock = clock;
    this.#ping = ping;
    this.#dead = dead;
  }

  /** Something came: the other side lives. */
  heard(): void {
    this.#cancel();
    this.#cancel = this.#clock.after(interval, () => this.check());
  }

  /** Asks now, for instance when the device wakes up. */
  check(): void {
    this.#cancel();
    this.#cancel = this.#clock.after(patience, this.#dead);
    this.#ping();
  }

  stop(): void {
    this.#cancel();
  }
}
