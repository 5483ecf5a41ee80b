import type { RunningStream, StreamEnd, StreamQueued, StreamStart } from '../protocol/wire';
import type { OnNextFrame } from './GrowingText.svelte';
import { Reply } from './Reply.svelte';

/** The replies on their way in one room. */
export class Replies {
  readonly #onNextFrame: OnNextFrame;
  readonly #placeOf: (messageId: string | undefined) => string | undefined;
  #list = $state.raw<readonly Reply[]>([]);

  /** `placeOf`: in which thread a message stands. An answer stands where its question does. */
  constructor(onNextFrame: OnNextFrame, placeOf: (messageId: string | undefined) => string | undefined = () => undefined) {
    this.#onNextFrame = onNextFrame;
    this.#placeOf = placeOf;
  }

  get list(): readonly Reply[] {
    return this.#list;
  }

  /** Those in one thread, or in the room itself. */
  in(threadId: string | undefined): readonly Reply[] {
    return this.#list.filter((reply) => reply.threadId === threadId);
  }

  find(streamId: string): Reply | undefined {
    return this.#list.find((reply) => reply.streamId === streamId);
  }

  /** Everything that runs, by the server's word: what is not in it has ended while we were away. */
  resume(streams: readonly RunningStream[]): void {
    this.#list = streams.map((stream) => {
      const known = this.find(stream.streamId);
      known?.resumed(stream);
      return known ?? new Reply(stream, this.#placeOf(stream.parentId), this.#onNextFrame);
    });
  }

  queued(event: StreamQueued): void {
    const known = this.find(event.streamId);
    if (known) known.waits(event);
    else this.#add(Reply.queued(event, this.#placeOf(event.parentId), this.#onNextFrame));
  }

  started(event: StreamStart): void {
    const known = this.find(event.streamId);
    if (known) known.starts(event);
    else this.#add(Reply.started(event, this.#placeOf(event.parentId), this.#onNextFrame));
  }

  /** It stays where it is until its message comes. */
  ended(event: StreamEnd): void {
    const reply = this.find(event.streamId);
    reply?.ends(event);
    if (reply && reply.text === '' && !event.messageId) this.#list = this.#list.filter((other) => other !== reply);
  }

  becameMessages(messageIds: ReadonlySet<string>): void {
    if (this.#list.some((reply) => messageIds.has(reply.messageId)))
      this.#list = this.#list.filter((reply) => !messageIds.has(reply.messageId));
  }

  #add(reply: Reply | null): void {
    if (reply) this.#list = [...this.#list, reply];
  }
}
