import type { Author, ProgressEvent, RunningStream, StreamEnd, StreamQueued, StreamStart, TokenEvent } from '../protocol/wire';
import { applyToken } from './applyToken';

export type ReplyPhase = 'queued' | 'writing' | 'ended';

/** The schema asks for a parent that the server may leave out. */
type Running = Omit<RunningStream, 'parentId'> & { parentId?: string };

/** Runs `draw` before the next frame is painted. */
export type OnNextFrame = (draw: () => void) => void;

/** An assistant's message while it is being written. */
export class Reply {
  readonly streamId: string;
  readonly messageId: string;
  readonly author: Author;
  readonly parentId?: string;
  readonly #onNextFrame: OnNextFrame;
  #written = '';
  #drawing = false;
  #text = $state('');
  #phase = $state<ReplyPhase>('queued');
  #ahead = $state(0);
  #etaMs = $state<number>();
  #model = $state<string>();
  #tokensPerSecond = $state<number>();
  #end = $state.raw<StreamEnd>();
  #stopping = $state(false);

  constructor(stream: Running, onNextFrame: OnNextFrame) {
    this.streamId = stream.streamId;
    this.messageId = stream.messageId;
    this.author = stream.author;
    this.parentId = stream.parentId;
    this.#onNextFrame = onNextFrame;
    this.resumed(stream);
  }

  static queued(event: StreamQueued, onNextFrame: OnNextFrame): Reply | null {
    return event.messageId && event.author ? new Reply({ ...announced(event), ahead: event.ahead }, onNextFrame) : null;
  }

  static started(event: StreamStart, onNextFrame: OnNextFrame): Reply | null {
    return event.messageId && event.author ? new Reply({ ...announced(event), model: event.model }, onNextFrame) : null;
  }

  /** What is shown: at most a frame behind what was received. */
  get text(): string {
    return this.#text;
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

  /** The whole text so far, as the server gives it to those who join. */
  resumed(stream: Running): void {
    if (stream.content.length >= this.#written.length) this.#write(stream.content);
    this.#model = stream.model;
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
    const text = applyToken(this.#written, event.offset, event.content);
    if (text === null) return false;
    this.#phase = 'writing';
    this.#write(text);
    return true;
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

  #write(text: string): void {
    this.#written = text;
    if (this.#drawing) return;
    this.#drawing = true;
    this.#onNextFrame(() => {
      this.#drawing = false;
      this.#text = this.#written;
    });
  }
}

const announced = (event: StreamQueued | StreamStart): Running => ({
  streamId: event.streamId,
  messageId: event.messageId!,
  author: event.author!,
  parentId: event.parentId,
  content: '',
  position: 0,
});
