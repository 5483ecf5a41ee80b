import type { Clock } from './clock';

/** The timers of one owner, taken back together when it goes. */
export class Timers {
  readonly #clock: Clock;
  readonly #cancels = new Set<() => void>();
  #isClosed = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  after(ms: number, action: () => void): void {
    if (this.#isClosed) return;
    const cancel = this.#clock.after(ms, () => {
      this.#cancels.delete(cancel);
      action();
    });
    this.#cancels.add(cancel);
  }

  close(): void {
    this.#isClosed = true;
    for (const cancel of this.#cancels) cancel();
    this.#cancels.clear();
  }
}
