import type { Clock } from '../connection/clock';

const repeatAfter = 3_000;
const idleAfter = 4_000;

/** Tells the others that one is writing: at once, then every three seconds, and the end after four idle ones. */
export class TypingSignal {
  readonly #clock: Clock;
  readonly #tell: (isTyping: boolean) => void;
  #toldAt: number | null = null;
  #cancelIdle: () => void = () => {};

  constructor(clock: Clock, tell: (isTyping: boolean) => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  typed(): void {
    const now = this.#clock.now();
    if (this.#toldAt === null || now - this.#toldAt >= repeatAfter) {
      this.#toldAt = now;
      this.#tell(true);
    }
    this.#cancelIdle();
    this.#cancelIdle = this.#clock.after(idleAfter, () => this.stopped());
  }

  stopped(): void {
    this.#cancelIdle();
    if (this.#toldAt === null) return;
    this.#toldAt = null;
    this.#tell(false);
  }

  /** The message itself tells it. */
  sent(): void {
    this.#cancelIdle();
    this.#toldAt = null;
  }
}
