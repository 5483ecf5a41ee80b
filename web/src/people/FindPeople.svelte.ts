import type { Clock } from '../connection/clock';
import { ConnectionLost, RequestRefused } from '../connection/errors';
import type { Author } from '../protocol/wire';
import { sentence } from '../ui/sentence';

/** A word is asked for when nobody has typed for this long, milliseconds. */
const askAfter = 160;

export interface FindPeopleParts {
  clock: Clock;
  find(query: string): Promise<readonly Author[]>;
}

/** People whose name has what is typed; answers that come late do not replace newer ones. */
export class FindPeople {
  readonly #parts: FindPeopleParts;
  #query = '';
  #list = $state.raw<readonly Author[]>([]);
  #isAsking = $state(false);
  #trouble = $state('');
  #answered = $state('');
  #cancel: () => void = () => {};

  constructor(parts: FindPeopleParts) {
    this.#parts = parts;
  }

  get list(): readonly Author[] {
    return this.#list;
  }

  get isAsking(): boolean {
    return this.#isAsking;
  }

  get trouble(): string {
    return this.#trouble;
  }

  /** What the list answers; empty: nothing was asked yet. */
  get answered(): string {
    return this.#answered;
  }

  ask(text: string): void {
    const query = text.trim();
    if (query === this.#query) return;
    this.#query = query;
    this.#cancel();
    if (query === '') return this.#show([], '');
    this.#isAsking = true;
    this.#cancel = this.#parts.clock.after(askAfter, () => void this.#find(query));
  }

  /** Asks once more for what could not be answered. */
  again(): void {
    const query = this.#query;
    this.#query = '';
    this.ask(query);
  }

  close(): void {
    this.#cancel();
    this.#query = '';
  }

  async #find(query: string): Promise<void> {
    try {
      const list = await this.#parts.find(query);
      if (query === this.#query) this.#show(list, query);
    } catch (error) {
      if (!(error instanceof ConnectionLost || error instanceof RequestRefused)) throw error;
      if (query !== this.#query) return;
      this.#show([], query);
      this.#trouble = sentence(error.message);
    }
  }

  #show(list: readonly Author[], query: string): void {
    this.#list = list;
    this.#answered = query;
    this.#isAsking = false;
    this.#trouble = '';
  }
}
