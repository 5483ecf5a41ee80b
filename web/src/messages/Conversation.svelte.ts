import { SvelteMap } from 'svelte/reactivity';
import type { Message } from '../protocol/wire';
import { standing, type Coming, type Standing } from './branches';
import { MessageWindow } from './MessageWindow.svelte';

/** What a list shows and a composer writes into: a room itself, or one of its threads. */
export class Conversation {
  readonly roomId: string;
  /** The message on which the thread hangs; absent for the room itself. */
  readonly threadId?: string;
  readonly window: MessageWindow;
  /** Which variant was chosen in a place. */
  readonly #chosen = new SvelteMap<string, string>();
  #first = $state.raw<Message>();
  #isReady = $state(false);
  #newestSeq = $state(0);
  #readSeq = $state<number>();

  constructor(roomId: string, threadId?: string) {
    this.roomId = roomId;
    this.threadId = threadId;
    this.window = new MessageWindow((message) => message.threadId === threadId);
  }

  /** Names it in keys: of drafts, of what waits to be sent. */
  get key(): string {
    return this.threadId === undefined ? this.roomId : `${this.roomId}/${this.threadId}`;
  }

  get messages(): readonly Message[] {
    return this.window.list;
  }

  /** The message on which a thread hangs, once it is known. */
  get first(): Message | undefined {
    return this.#first;
  }

  /** Whether its newest page has come. */
  get isReady(): boolean {
    return this.#isReady;
  }

  /** In a room: of all its messages, wherever they stand. */
  get newestSeq(): number {
    return this.#newestSeq;
  }

  /** The newest message that was read, on whichever device; undefined: not known. */
  get readSeq(): number | undefined {
    return this.#readSeq;
  }

  /** All that is here: with the message on which a thread hangs. */
  get all(): readonly Message[] {
    return this.#first ? [this.#first, ...this.window.list] : this.window.list;
  }

  /** What of it stands on the screen. In a chat a variant begins a branch. */
  standing(isTree: boolean, coming: readonly Coming[] = []): Standing<Message>[] {
    return standing({ messages: this.all, coming, isTree: isTree && this.threadId === undefined, chosen: this.#chosen });
  }

  /** Shows one of those that stand in a place; undefined: the newest, from now on. */
  choose(place: string, id: string | undefined): void {
    if (id === undefined) this.#chosen.delete(place);
    else this.#chosen.set(place, id);
  }

  hangsOn(message: Message): void {
    if (!this.#first || message.rev >= this.#first.rev) this.#first = message;
  }

  ready(): void {
    this.#isReady = true;
  }

  reaches(seq: number): void {
    this.#newestSeq = Math.max(this.#newestSeq, seq);
  }

  /** Whether this brought the cursor on. */
  read(seq: number): boolean {
    if (this.#readSeq !== undefined && seq <= this.#readSeq) return false;
    this.#readSeq = seq;
    return true;
  }

  /** Its newest page must be fetched anew. */
  stale(): void {
    this.window.clear();
    this.#isReady = false;
  }

  forget(): void {
    this.stale();
    this.#newestSeq = 0;
    this.#readSeq = undefined;
  }
}
