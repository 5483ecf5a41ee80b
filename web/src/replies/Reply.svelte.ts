import type { Author, ProgressEvent, RunningStream, StreamEnd, StreamQueued, StreamStart, TokenEvent, ToolCall } from '../protocol/wire';
import { GrowingText, type OnNextFrame } from './GrowingText.svelte';

export type ReplyPhase = 'queued' | 'writing' | 'ended';

/** The schema asks for a parent that the server may leave out. */
type Running = Omit<RunningStream, 'parentId'> & { parentId?: string };

/** An assistant's message while it is being written. */
export class Reply {
  readonly streamId: string;
  readonly messageId: string;
  readonly author: Author;
  readonly parentId?: string;
  /** The first of those in whose place it will stand. */
  readonly variantOf?: string;
  /** The thread in which it is written; absent: in the room itself. */
  readonly threadId?: string;
  readonly #text: GrowingText;
  #phase = $state<ReplyPhase>('queued');
  #ahead = $state(0);
  #etaMs = $state<number>();
  #model = $state<string>();
  #tokensPerSecond = $state<number>();
  #end = $state.raw<StreamEnd>();
  #stopping = $state(false);
  #tools = $state.raw<readonly ToolCall[]>([]);

  constructor(stream: Running, threadId: string | undefined, onNextFrame: OnNextFrame) {
    this.streamId = stream.streamId;
    this.messageId = stream.messageId;
    this.author = stream.author;
    this.parentId = stream.parentId;
    this.variantOf = stream.variantOf;
    this.threadId = threadId;
    this.#text = new GrowingText(onNextFrame);
    this.resumed(stream);
  }

  static queued(event: StreamQueued, threadId: string | undefined, onNextFrame: OnNextFrame): Reply | null {
    return event.messageId && event.author ? new Reply({ ...announced(event), ahead: event.ahead }, threadId, onNextFrame) : null;
  }

  static started(event: StreamStart, threadId: string | undefined, onNextFrame: OnNextFrame): Reply | null {
    return event.messageId && event.author ? new Reply({ ...announced(event), model: event.model }, threadId, onNextFrame) : null;
  }

  /** What is shown: at most a frame behind what was received. */
  get text(): string {
    return this.#text.shown;
  }

  get phase(): ReplyPhase {
    return this.#phase;
  }

  get ahead(): number {
    return this.#ahead;
  }

  get etaMs(): number | undefined {
    return this.#etaMs;
  }

  get model(): string | undefined {
    return this.#model;
  }

  get tokensPerSecond(): number | undefined {
    return this.#tokensPerSecond;
  }

  get end(): StreamEnd | undefined {
    return this.#end;
  }

  get stopping(): boolean {
    return this.#stopping;
  }

  /** What the assistant used for it, in the order of the calls. */
  get tools(): readonly ToolCall[] {
    return this.#tools;
  }

  /** The whole text so far, as the server gives it to those who join. */
  resumed(stream: Running): void {
    this.#text.is(stream.content);
    this.#model = stream.model;
    if (stream.tools) this.#tools = stream.tools;
    this.#ahead = stream.ahead ?? 0;
    this.#phase = stream.ahead === undefined ? 'writing' : 'queued';
  }

  waits(event: StreamQueued): void {
    this.#ahead = event.ahead;
    this.#etaMs = event.etaMs;
  }

  starts(event: StreamStart): void {
    this.#model = event.model;
    this.#phase = 'writing';
  }

  /** False: something before this token is missing. */
  grows(event: TokenEvent): boolean {
    if (!this.#text.takes(event.offset, event.content)) return false;
    this.#phase = 'writing';
    return true;
  }

  /** A call begins, or ends: the same call again. */
  calls(call: ToolCall): void {
    const isKnown = this.#tools.some(({ id }) => id === call.id);
    this.#tools = isKnown ? this.#tools.map((other) => (other.id === call.id ? { ...other, ...call } : other)) : [...this.#tools, call];
  }

  progresses(event: ProgressEvent): void {
    this.#tokensPerSecond = event.tokensPerSecond;
  }

  ends(event: StreamEnd): void {
    this.#end = event;
    this.#phase = 'ended';
  }

  stops(stopping: boolean): void {
    this.#stopping = stopping;
  }
}

const announced = (event: StreamQueued | StreamStart): Running => ({
  streamId: event.streamId,
  messageId: event.messageId!,
  author: event.author!,
  parentId: event.parentId,
  variantOf: event.variantOf,
  content: '',
  position: 0,
});
