import type { Clock } from '../connection/clock';
import { queryOf, type Http } from '../connection/Http';
import { isAborted, trouble } from '../connection/trouble';
import type { Message, RoomKind } from '../protocol/wire';
import { isEnough, toFields, type Filters } from './filters';

/** What `GET /api/search` answers. */
export interface SearchAnswer {
  results: Hit[];
  hasMore: boolean;
  /** Where to go on. */
  before?: string;
}

export interface Hit {
  room: { id: string; name: string; kind: RoomKind };
  message: Message;
  snippet: { text: string; matches: { start: number; length: number }[] };
}

/** Words are searched for when nobody has typed for this long, milliseconds. */
const askAfter = 280;
const pageSize = 30;

/** `idle`: nothing to look for yet. */
export type SearchPhase = 'idle' | 'asking' | 'found' | 'failed';

/** One search at a time: a newer one ends the older. */
export class Search {
  readonly #parts: { http: Http; clock: Clock };
  #filters: Filters | null = null;
  #phase = $state<SearchPhase>('idle');
  #hits = $state.raw<readonly Hit[]>([]);
  #before: string | undefined;
  #hasMore = $state(false);
  #isGettingMore = $state(false);
  #trouble = $state('');
  #running: AbortController | null = null;
  #cancel: () => void = () => {};

  constructor(parts: { http: Http; clock: Clock }) {
    this.#parts = parts;
  }

  get phase(): SearchPhase {
    return this.#phase;
  }

  get hits(): readonly Hit[] {
    return this.#hits;
  }

  get hasMore(): boolean {
    return this.#hasMore;
  }

  get isGettingMore(): boolean {
    return this.#isGettingMore;
  }

  /** Why the last page is not here; empty: it is. */
  get trouble(): string {
    return this.#trouble;
  }

  ask(filters: Filters, atOnce = false): void {
    this.close();
    this.#filters = filters;
    this.#trouble = '';
    this.#hasMore = this.#isGettingMore = false;
    if (!isEnough(filters)) {
      this.#phase = 'idle';
      this.#hits = [];
      return;
    }
    // What was found stays until something new is: the page does not flicker while somebody types.
    this.#phase = 'asking';
    this.#before = undefined;
    this.#cancel = this.#parts.clock.after(atOnce ? 0 : askAfter, () => void this.#read(true));
  }

  async more(): Promise<void> {
    if (!this.#hasMore || this.#isGettingMore || this.#phase !== 'found') return;
    this.#isGettingMore = true;
    this.#trouble = '';
    await this.#read(false);
  }

  again(): void {
    if (this.#phase === 'failed' && this.#filters) this.ask(this.#filters, true);
    else void this.more();
  }

  /** Nobody waits for what is still asked. */
  close(): void {
    this.#cancel();
    this.#running?.abort();
    this.#running = null;
  }

  async #read(isFirst: boolean): Promise<void> {
    const running = (this.#running = new AbortController());
    try {
      const fields = { ...toFields(this.#filters!), before: this.#before, limit: pageSize };
      const answer = await this.#parts.http.read<SearchAnswer>(`/api/search${queryOf(fields)}`, running.signal);
      if (running !== this.#running) return;
      this.#hits = isFirst ? answer.results : [...this.#hits, ...answer.results];
      this.#before = answer.before;
      this.#hasMore = answer.hasMore;
      this.#phase = 'found';
    } catch (error) {
      if (running !== this.#running || isAborted(error)) return;
      this.#trouble = trouble(error);
      if (isFirst) {
        this.#phase = 'failed';
        this.#hits = [];
      }
    }
    this.#isGettingMore = false;
  }
}
