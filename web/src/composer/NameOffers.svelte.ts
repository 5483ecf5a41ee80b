import type { Member } from '../protocol/wire';
import { calledBy, nameStart, offers, type NameStart } from './completion';

interface Whom {
  members: () => readonly Member[];
  myId: string;
}

/** The names that are offered while one is being typed after an @. */
export class NameOffers {
  readonly #whom: Whom;
  #start = $state.raw<NameStart | null>(null);
  #selected = $state(0);
  readonly list = $derived.by(() => (this.#start ? offers(this.#whom.members(), this.#start, this.#whom.myId) : []));

  constructor(whom: Whom) {
    this.#whom = whom;
  }

  get selected(): number {
    return this.#selected;
  }

  /** Where the name begins that is being typed. */
  get start(): NameStart | null {
    return this.#start;
  }

  look({ selectionStart, selectionEnd, value }: Pick<HTMLTextAreaElement, 'selectionStart' | 'selectionEnd' | 'value'>): void {
    const found = selectionStart === selectionEnd ? nameStart(value, selectionStart) : null;
    if (found?.from !== this.#start?.from || found?.query !== this.#start?.query) this.#selected = 0;
    this.#start = found;
  }

  close(): void {
    this.#start = null;
  }

  /** Whether the key was for the list; and the member that it chose. */
  take({ key, shiftKey }: Pick<KeyboardEvent, 'key' | 'shiftKey'>): { isTaken: boolean; picked?: Member } {
    const count = this.list.length;
    if (count === 0) return { isTaken: false };
    if (key === 'ArrowDown') this.#selected = (this.#selected + 1) % count;
    else if (key === 'ArrowUp') this.#selected = (this.#selected + count - 1) % count;
    else if (key === 'Escape') this.close();
    else if (key === 'Tab' || (key === 'Enter' && !shiftKey && !this.#isWhole())) return { isTaken: true, picked: this.list[this.#selected] };
    else return { isTaken: false };
    return { isTaken: true };
  }

  /** The name stands there in full: Enter sends. */
  #isWhole(): boolean {
    const query = this.#start?.query ?? '';
    return query !== '' && this.list.some((member) => calledBy(member).toLowerCase() === query.toLowerCase());
  }
}
