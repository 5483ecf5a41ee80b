import { SvelteMap } from 'svelte/reactivity';
import type { MemoryChanged, RememberedThing } from '../protocol/wire';

/** What an assistant took from one message, while this page was there. */
export interface Remembered {
  assistantId: string;
  things: readonly RememberedThing[];
}

/** Of so many messages it is known at once what came of them. */
const mostMessages = 200;

/** What assistants have begun to remember, and forgotten, since the page is there. */
export class MemoryNews {
  readonly #byMessage = new SvelteMap<string, Remembered>();
  #changes = $state(0);

  /** Counts up whenever something changed: for whoever shows what is remembered. */
  get changes(): number {
    return this.#changes;
  }

  /** What came of a message and was not forgotten since. */
  of(messageId: string): Remembered | undefined {
    return this.#byMessage.get(messageId);
  }

  changed({ assistantId, remembered, forgotten, messageId }: MemoryChanged): void {
    this.#changes++;
    this.forgot(forgotten);
    if (messageId === undefined || remembered.length === 0) return;
    const fresh = new Set(remembered.map(({ id }) => id));
    const known = this.#byMessage.get(messageId)?.things.filter(({ id }) => !fresh.has(id)) ?? [];
    this.#byMessage.set(messageId, { assistantId, things: [...known, ...remembered] });
    for (const oldest of [...this.#byMessage.keys()].slice(0, -mostMessages)) this.#byMessage.delete(oldest);
  }

  forgot(ids: readonly string[]): void {
    if (ids.length === 0) return;
    for (const [messageId, { assistantId, things }] of this.#byMessage) {
      const left = things.filter(({ id }) => !ids.includes(id));
      if (left.length === 0) this.#byMessage.delete(messageId);
      else if (left.length < things.length) this.#byMessage.set(messageId, { assistantId, things: left });
    }
  }
}
