import type { Clock } from '../connection/clock';

interface Timer {
  at: number;
  action: () => void;
}

/** Time that passes when a test says so. */
export class FakeClock implements Clock {
  #now = 1_800_000_000_000;
  readonly #timers = new Set<Timer>();

  now(): number {
    return this.#now;
  }

  after(ms: number, action: () => void): () => void {
    const timer = { at: this.#now + ms, action };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      await settled();
      const [next] = [...this.#timers].filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at);
      if (!next) break;
      this.#timers.delete(next);
      this.#now = next.at;
      next.action();
    }
    this.#now = end;
    await settled();
  }
}

/** Everything that waits for promises alone has happened. */
export const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
