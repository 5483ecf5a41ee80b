import type { Message } from '../protocol/wire';

export type OpenPart = 'menu' | 'emoji' | 'delete' | 'report' | 'why' | 'readers' | 'prompt' | 'model';

/** What lies over the list: of which message, and beside what. */
export interface Opened {
  part: OpenPart;
  message: Message;
  at: DOMRect;
}

/** To which message of a list somebody turns, and what they have opened on it. */
export class Attention {
  #pointed = $state<string>();
  #focused = $state<string>();
  #hasFocus = $state(false);
  #editing = $state<string>();
  #highlighted = $state<string>();
  #opened = $state.raw<Opened>();

  get opened(): Opened | undefined {
    return this.#opened;
  }

  get editing(): string | undefined {
    return this.#editing;
  }

  get highlighted(): string | undefined {
    return this.#highlighted;
  }

  /** The one that Tab leads to. */
  get focused(): string | undefined {
    return this.#focused;
  }

  isOn(id: string): boolean {
    return this.#pointed === id || (this.#hasFocus && this.#focused === id) || this.#opened?.message.id === id;
  }

  point(id: string | undefined): void {
    this.#pointed = id;
  }

  focus(id: string | undefined): void {
    this.#hasFocus = true;
    if (id !== undefined) this.#focused = id;
  }

  /** The Tab key leads back to the same message. */
  blur(): void {
    this.#hasFocus = false;
  }

  open(part: OpenPart, message: Message, beside: Element): void {
    this.#opened = { part, message, at: beside.getBoundingClientRect() };
  }

  close(): void {
    this.#opened = undefined;
  }

  edit(id: string | undefined): void {
    this.#editing = id;
  }

  highlight(id: string): void {
    this.#highlighted = id;
    setTimeout(() => {
      if (this.#highlighted === id) this.#highlighted = undefined;
    }, 2_400);
  }
}
