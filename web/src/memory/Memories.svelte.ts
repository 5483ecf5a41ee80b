import type { Clock } from '../connection/clock';
import { isAborted, trouble } from '../connection/trouble';
import type { Memory, MemoryApi, MemoryPage, MemoryQuery } from './MemoryApi';

/** Before words that are being typed are asked for, milliseconds. */
const typingPause = 250;

/** How many the server gives where nothing is said, and the most that it gives at once. */
const usualPage = 50;
const mostOfPage = 200;

export interface MemoriesParts {
  api: MemoryApi;
  clock: Clock;
}

/** What the place shows: the memories that a query asks for, a page at a time. */
export class Memories {
  readonly #parts: MemoriesParts;
  #query = $state.raw<MemoryQuery>({});
  #list = $state.raw<readonly Memory[]>();
  #hasMore = $state(false);
  #isAsking = $state(false);
  #trouble = $state('');
  #running: AbortController | null = null;
  #cancelTimer: () => void = () => {};

  constructor(parts: MemoriesParts) {
    this.#parts = parts;
  }

  get query(): MemoryQuery {
    return this.#query;
  }

  /** Undefined: not known yet. */
  get list(): readonly Memory[] | undefined {
    return this.#list;
  }

  get hasMore(): boolean {
    return this.#hasMore;
  }

  get isAsking(): boolean {
    return this.#isAsking;
  }

  /** Why the list is not fresh; empty: it is. */
  get trouble(): string {
    return this.#trouble;
  }

  /** At once, unless words are being typed. */
  ask(query: MemoryQuery, isTyped = false): void {
    this.#query = query;
    this.#cancelTimer();
    if (isTyped) this.#cancelTimer = this.#parts.clock.after(typingPause, () => void this.#fetch(0));
    else void this.#fetch(0);
  }

  /** Something changed: what is shown is asked for again, as much of it as was there. */
  async load(): Promise<void> {
    this.#cancelTimer();
    await this.#fetch(0, this.#list?.length);
  }

  async more(): Promise<void> {
    if (this.#hasMore && !this.#isAsking) await this.#fetch(this.#list?.length ?? 0);
  }

  put(memory: Memory): void {
    this.#list = this.#list?.map((other) => (other.id === memory.id ? memory : other));
  }

  drop(id: string): void {
    this.#list = this.#list?.filter((memory) => memory.id !== id);
  }

  close(): void {
    this.#cancelTimer();
    this.#running?.abort();
  }

  async #fetch(skip: number, atLeast = 0): Promise<void> {
    this.#running?.abort();
    const running = (this.#running = new AbortController());
    this.#isAsking = true;
    this.#trouble = '';
    try {
      let list = skip > 0 ? (this.#list ?? []) : [];
      let page: MemoryPage;
      let before: number;
      do {
        before = list.length;
        const limit = Math.min(mostOfPage, atLeast - list.length);
        page = await this.#parts.api.list({ ...this.#query, ...(list.length > 0 ? { skip: list.length } : {}), ...(limit > usualPage ? { limit } : {}) }, running.signal);
        if (running !== this.#running) return;
        const known = new Set(list.map(({ id }) => id));
        list = [...list, ...page.memories.filter(({ id }) => !known.has(id))];
      } while (page.hasMore && list.length > before && list.length < atLeast);
      this.#list = list;
      this.#hasMore = page.hasMore;
    } catch (error) {
      if (running === this.#running && !isAborted(error)) this.#trouble = trouble(error);
    } finally {
      if (running === this.#running) this.#isAsking = false;
    }
  }
}
