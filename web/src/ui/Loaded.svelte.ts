import { isAborted, trouble } from '../connection/trouble';

/** Something that is asked for, and asked for again when it did not come or has changed. */
export class Loaded<T> {
  readonly #load: (stop: AbortSignal) => Promise<T>;
  #value = $state.raw<T>();
  #trouble = $state('');
  #isLoading = $state(false);
  #running: AbortController | null = null;

  constructor(load: (stop: AbortSignal) => Promise<T>) {
    this.#load = load;
  }

  /** Undefined: not here yet. What was here stays while it is asked for again. */
  get value(): T | undefined {
    return this.#value;
  }

  /** Why it is not here, or not fresh; empty: it is. */
  get trouble(): string {
    return this.#trouble;
  }

  get isLoading(): boolean {
    return this.#isLoading;
  }

  /** Puts another in its place, as after a change that was made here. */
  put(value: T): void {
    this.#value = value;
  }

  async load(): Promise<void> {
    this.#running?.abort();
    const running = (this.#running = new AbortController());
    this.#isLoading = true;
    this.#trouble = '';
    try {
      const value = await this.#load(running.signal);
      if (running === this.#running) this.#value = value;
    } catch (error) {
      if (running === this.#running && !isAborted(error)) this.#trouble = trouble(error);
    }
    if (running === this.#running) this.#isLoading = false;
  }

  close(): void {
    this.#running?.abort();
    this.#running = null;
  }
}
