import type { Drafts } from './Drafts';

/** So long after the last letter what is written is kept in the browser. */
const restMs = 400;

/** What is being written in one conversation. It is there again when one comes back. */
export class Draft {
  readonly #drafts: Drafts;
  readonly #key: string;
  #text = $state('');
  #keeping: ReturnType<typeof setTimeout> | undefined;

  constructor(drafts: Drafts, key: string) {
    this.#drafts = drafts;
    this.#key = key;
    this.#text = drafts.of(key);
  }

  get text(): string {
    return this.#text;
  }

  set text(text: string) {
    this.#text = text;
    clearTimeout(this.#keeping);
    this.#keeping = setTimeout(() => this.keep(), restMs);
  }

  /** Puts a text before what has been written since. */
  putBefore(content: string): void {
    this.text = this.#text.trim() === '' ? content : `${content}\n${this.#text}`;
  }

  keep(): void {
    clearTimeout(this.#keeping);
    this.#drafts.keep(this.#key, this.#text);
  }
}
