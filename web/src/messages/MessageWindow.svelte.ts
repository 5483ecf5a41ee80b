import type { HistoryPage, Message } from '../protocol/wire';
import { putMessages } from './messageList';

/** What somebody sees of a conversation: nothing, its end, or something further back. */
export type View = 'hidden' | 'end' | 'back';

/** More than this is not kept; what was dropped is fetched again when somebody scrolls to it. */
const mostKept = { hidden: 200, end: 400, back: 250 };
const keptAfterTrim = { hidden: 100, end: 200, back: 200 };

/**
 * The stretch of a conversation that this page holds, without a hole: every message of it from one seq to another. Seqs
 * count all messages of a room, so those that stand elsewhere leave gaps between those that stand here.
 */
export class MessageWindow {
  readonly #belongs: (message: Message) => boolean;
  #view: View = 'hidden';
  #list = $state.raw<readonly Message[]>([]);
  #from = 0;
  #to = 0;
  /** The newest that came while the window did not reach it. */
  #passed = 0;
  #hasOlder = $state(false);
  #hasNewer = $state(false);

  constructor(belongs: (message: Message) => boolean = () => true) {
    this.#belongs = belongs;
  }

  get list(): readonly Message[] {
    return this.#list;
  }

  /** The first and the last seq between which nothing is missing. */
  get from(): number {
    return this.#from;
  }

  get to(): number {
    return this.#to;
  }

  get hasOlder(): boolean {
    return this.#hasOlder;
  }

  /** The conversation goes on after what is here. */
  get hasNewer(): boolean {
    return this.#hasNewer;
  }

  viewed(view: View): void {
    this.#view = view;
    this.#trim();
  }

  /** Takes the newest page, whatever was here before. Who reads further back is left where they are. */
  begin(messages: readonly Message[], hasOlder: boolean): void {
    const first = messages[0]?.seq ?? 0;
    const newest = messages.at(-1)?.seq ?? 0;
    if (this.#view === 'back' && this.#list.length > 0) {
      if (this.#hasNewer || first > this.#to + 1) this.#pass(newest);
      return this.put(messages);
    }
    // What came live while the page was under way stays.
    const live = this.#list.filter((message) => message.seq > newest);
    this.#list = putMessages(live, this.#ours(messages));
    this.#from = hasOlder ? first : 0;
    this.#to = Math.max(newest, live.at(-1)?.seq ?? 0);
    this.#hasOlder = hasOlder;
    this.#hasNewer = false;
    this.#trim();
  }

  /** Takes what lies in the window or follows it. */
  put(messages: readonly Message[]): void {
    const isFull = this.#view === 'back' && this.#list.length >= mostKept.back;
    const newest = messages.reduce((most, { seq }) => Math.max(most, seq), 0);
    if (newest > this.#to && (isFull || this.#hasNewer)) this.#pass(newest);
    const end = this.#hasNewer ? this.#to : Infinity;
    this.#list = putMessages(this.#list, this.#ours(messages).filter(({ seq }) => seq >= this.#from && seq <= end));
    if (!this.#hasNewer) this.#to = Math.max(this.#to, newest);
    this.#trim();
  }

  /** A page of what comes before `before`. One that no longer meets the window, trimmed meanwhile, would leave a hole. */
  putOlder({ messages, hasMore }: HistoryPage, before: number): void {
    if (before !== this.#from) return;
    this.#hasOlder = hasMore;
    this.#from = hasMore ? (messages[0]?.seq ?? before) : 0;
    this.#list = putMessages(this.#list, this.#ours(messages));
    if (this.#view === 'back') this.#dropNewest();
  }

  /** A page of what comes after `after`, on the way back to the end. */
  putNewer({ messages, hasMore }: HistoryPage, after: number): void {
    if (after !== this.#to || !this.#hasNewer) return;
    this.#to = Math.max(this.#to, messages.at(-1)?.seq ?? 0);
    this.#hasNewer = hasMore || this.#passed > this.#to;
    this.#list = putMessages(this.#list, this.#ours(messages));
    this.#dropOldest(mostKept.back, keptAfterTrim.back);
  }

  /** Takes what stands around one message, and nothing of what was here before. */
  goTo({ messages, hasMore, hasNewer = false }: HistoryPage): void {
    this.#view = 'back';
    this.#list = this.#ours(messages);
    this.#from = hasMore ? (messages[0]?.seq ?? 0) : 0;
    this.#to = messages.at(-1)?.seq ?? 0;
    this.#hasOlder = hasMore;
    this.#hasNewer = hasNewer;
  }

  /** Shows a message otherwise until the server says how it is. */
  replace(message: Message): void {
    this.#list = this.#list.map((other) => (other.id === message.id ? message : other));
  }

  /** The server keeps nothing before this seq any more. */
  dropBefore(seq: number): void {
    if (this.#list.length > 0 && this.#list[0]!.seq < seq) this.#list = this.#list.filter((message) => message.seq >= seq);
    if (this.#from <= seq) this.#hasOlder = false;
  }

  /** The newest page is about to come, and what comes live meanwhile follows it. */
  jumpToEnd(): void {
    this.#view = 'end';
    this.clear();
  }

  clear(): void {
    this.#list = [];
    this.#from = this.#to = this.#passed = 0;
    this.#hasOlder = false;
    this.#hasNewer = false;
  }

  #ours(messages: readonly Message[]): readonly Message[] {
    return messages.filter(this.#belongs);
  }

  #pass(seq: number): void {
    this.#passed = Math.max(this.#passed, seq);
    this.#hasNewer = true;
  }

  #trim(): void {
    if (this.#view !== 'back') this.#dropOldest(mostKept[this.#view], keptAfterTrim[this.#view]);
  }

  /** Drops many at once, so that it need not be done again at the next message. */
  #dropOldest(most: number, kept: number): void {
    if (this.#list.length <= most) return;
    this.#list = this.#list.slice(-kept);
    this.#from = this.#list[0]!.seq;
    this.#hasOlder = true;
  }

  #dropNewest(): void {
    if (this.#list.length <= mostKept.back) return;
    this.#pass(this.#to);
    this.#list = this.#list.slice(0, keptAfterTrim.back);
    this.#to = this.#list.at(-1)!.seq;
  }
}
