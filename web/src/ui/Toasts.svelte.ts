import type { Clock } from '../connection/clock';
import { sentence } from './sentence';

const shownFor = 6_000;

/** What did not go as somebody wanted, said for a moment. */
export class Toasts {
  readonly #clock: Clock;
  #text = $state('');
  #cancel: () => void = () => {};

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get text(): string {
    return this.#text;
  }

  say(text: string): void {
    this.#text = text;
    this.#cancel();
    this.#cancel = this.#clock.after(shownFor, () => this.close());
  }

  /** What comes of it, or why it cannot be done: then nothing. */
  async attempt<T>(deed: Promise<T>): Promise<T | undefined> {
    try {
      return await deed;
    } catch (error) {
      this.say(sentence(error instanceof Error ? error.message : String(error)));
      return undefined;
    }
  }

  close(): void {
    this.#cancel();
    this.#text = '';
  }
}
