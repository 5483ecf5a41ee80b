import type { HistoryPage, Message } from '../protocol/wire';
import { putMessages, trimMessages } from './messageList';

/** What somebody sees of a room: nothing, its end, or something further back. */
export type View = 'hidden' | 'end' | 'back';

/** More than this is not kept; older messages are fetched again when they are scrolled to. */
const mostKept = { hidden: 200, end: 600, back: Infinity };
const keptAfterTrim = { hidden: 100, end: 300, back: Infinity };
const mostWhileBack = 600;

/** The stretch of a room's messages that this page holds, without a hole. */
export class MessageWindow {
  #view: View = 'hidden';
  #list = $state.raw<readonly Message[]>([]);
  #hasOlder = $state(false);
  #hasNewer = $state(false);

  get list(): readonly Message[] {
    return this.#list;
  }

  get hasOlder(): boolean {
    return this.#hasOlder;
  }

  /** The room went on while somebody read far back: its newest messages must be fetched. */
  get hasNewer(): boolean {
    return this.#hasNewer;
  }

  viewed(view: View): void {
    this.#view = view;
    this.#trim();
  }

  /** Takes the newest page of the room, whatever was here before. Who reads further back is left where they are. */
  begin(messages: readonly Message[], hasOlder: boolean): void {
    const last = this.#list.at(-1);
    if (this.#view === 'back' && last) {
      if ((messages[0]?.seq ?? 0) > last.seq + 1) this.#hasNewer = true;
      return this.put(messages);
    }
    // What came live while the page was under way stays.
    const newest = messages.at(-1)?.seq ?? 0;
    this.#list = putMessages(this.#list.filter((message) => message.seq > newest), messages);
    this.#hasOlder = hasOlder;
    this.#hasNewer = false;
    this.#trim();
  }

  /** Takes what lies in the window or follows it. */
  put(messages: readonly Message[]): void {
    const oldest = this.#hasOlder ? (this.#list[0]?.seq ?? 0) : 0;
    const newest = this.#list.at(-1)?.seq ?? 0;
    const isFull = this.#view === 'back' && this.#list.length >= mostWhileBack;
    if (isFull && messages.some((message) => message.seq > newest)) this.#hasNewer = true;
    const end = this.#hasNewer ? newest : Infinity;
    this.#list = putMessages(this.#list, messages.filter(({ seq }) => seq >= oldest && seq <= end));
    this.#trim();
  }

  /** A page that no longer meets the window, because the window was trimmed meanwhile, would leave a hole. */
  putOlder(page: HistoryPage): void {
    const [first] = this.#list;
    const last = page.messages.at(-1);
    if (first && last && last.seq + 1 !== first.seq) return;
    this.#hasOlder = page.hasMore;
    this.#list = putMessages(this.#list, page.messages);
  }

  /** The newest page is about to come, and what comes live meanwhile follows it. */
  jumpToEnd(): void {
    this.#view = 'end';
    this.#hasNewer = false;
  }

  clear(): void {
    this.#list = [];
    this.#hasOlder = false;
    this.#hasNewer = false;
  }

  #trim(): void {
    const kept = trimMessages(this.#list, mostKept[this.#view], keptAfterTrim[this.#view]);
    if (kept === this.#list) return;
    this.#list = kept;
    this.#hasOlder = true;
  }
}
