import { SvelteMap } from 'svelte/reactivity';
import { Conversation } from '../messages/Conversation.svelte';
import type { FollowedThread, Message } from '../protocol/wire';

/** The threads of one room: those that one takes part in, and those that were opened here. */
export class Threads {
  readonly #roomId: string;
  readonly #followed = new SvelteMap<string, FollowedThread>();
  readonly #open = new Map<string, Conversation>();
  /** In which thread a message stands; absent: in the room itself. */
  readonly #places = new Map<string, string>();

  constructor(roomId: string) {
    this.#roomId = roomId;
  }

  /** Those that one takes part in, in no order. */
  get followed(): ReadonlyMap<string, FollowedThread> {
    return this.#followed;
  }

  /** Over all threads that one takes part in. */
  get unread(): number {
    let sum = 0;
    for (const thread of this.#followed.values()) sum += thread.unread;
    return sum;
  }

  unreadOf(threadId: string): number {
    return this.#followed.get(threadId)?.unread ?? 0;
  }

  /** The thread of a message; of the first one of a thread: none. */
  placeOf(messageId: string | undefined): string | undefined {
    return messageId === undefined ? undefined : this.#places.get(messageId);
  }

  find(threadId: string): Conversation | undefined {
    return this.#open.get(threadId);
  }

  open(threadId: string): Conversation {
    let thread = this.#open.get(threadId);
    if (!thread) {
      thread = new Conversation(this.#roomId, threadId);
      const followed = this.#followed.get(threadId);
      if (followed) thread.read(followed.readSeq);
      this.#open.set(threadId, thread);
    }
    return thread;
  }

  /** By the server's word: all of them. */
  follow(threads: readonly FollowedThread[]): void {
    this.#followed.clear();
    for (const thread of threads) this.told(thread);
  }

  told(thread: FollowedThread): void {
    this.#followed.set(thread.threadId, thread);
    this.#open.get(thread.threadId)?.read(thread.readSeq);
  }

  read(threadId: string, seq: number): boolean {
    const thread = this.open(threadId);
    if (!thread.read(seq)) return false;
    const followed = this.#followed.get(threadId);
    if (followed) this.#followed.set(threadId, { ...followed, readSeq: seq, unread: seq >= thread.newestSeq ? 0 : followed.unread });
    return true;
  }

  put(messages: readonly Message[]): void {
    for (const { id, threadId } of messages) if (threadId !== undefined) this.#places.set(id, threadId);
    for (const [threadId, thread] of this.#open) {
      const first = messages.find((message) => message.id === threadId);
      if (first) thread.hangsOn(first);
      const here = messages.filter((message) => message.threadId === threadId);
      if (here.length === 0) continue;
      if (thread.isReady) thread.window.put(here);
      for (const { seq } of here) thread.reaches(seq);
    }
  }

  /** Somebody else wrote something new in a thread. */
  grew(threadId: string): void {
    const followed = this.#followed.get(threadId);
    if (followed) this.#followed.set(threadId, { ...followed, unread: followed.unread + 1 });
  }

  /** Too much was missed: what is open is read anew. */
  stale(): void {
    for (const thread of this.#open.values()) thread.stale();
  }

  forget(): void {
    this.#followed.clear();
    for (const thread of this.#open.values()) thread.forget();
  }
}
