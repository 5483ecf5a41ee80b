import type { RequestRefused } from '../connection/errors';
import type { ProgressEvent, RouteInfo, StreamEnd, StreamEndReason, StreamQueued, StreamStart, TokenEvent } from '../protocol/wire';
import { GrowingText, type OnNextFrame } from '../replies/GrowingText.svelte';
import type { OwnRequest } from './settings';

/**
 * `waiting`: for another stream of this page to end. `asked`: the server has not answered yet. `queued`: in the model's
 * line. `ended`: `outcome` says how.
 */
export type OwnStreamPhase = 'waiting' | 'asked' | 'queued' | 'writing' | 'ended';

/** `lost`: the connection went, and the stream with it. `refused`: it never began. */
export type Outcome = StreamEndReason | 'lost' | 'refused';

/** One generation for this page alone. */
export class OwnStream {
  readonly id: string;
  readonly request: OwnRequest;
  readonly #text: GrowingText;
  #phase = $state<OwnStreamPhase>('waiting');
  #outcome = $state<Outcome>();
  #refusal = $state.raw<RequestRefused>();
  #end = $state.raw<StreamEnd>();
  #model = $state<string>();
  #ahead = $state(0);
  #etaMs = $state<number>();
  #tokens = $state(0);
  #maxTokens = $state<number>();
  #tokensPerSecond = $state<number>();
  #askedAt = $state<number>();
  #firstTokenMs = $state<number>();
  #endedAt = $state<number>();
  #stopping = $state(false);
  #startedAt?: number;

  constructor(id: string, request: OwnRequest, onNextFrame: OnNextFrame) {
    this.id = id;
    this.request = request;
    this.#text = new GrowingText(onNextFrame);
    this.#maxTokens = request.options?.maxTokens;
  }

  get text(): string {
    return this.#text.shown;
  }

  get phase(): OwnStreamPhase {
    return this.#phase;
  }

  /** Whether it has one of the socket's places. */
  get isRunning(): boolean {
    return this.#phase !== 'waiting' && this.#phase !== 'ended';
  }

  get outcome(): Outcome | undefined {
    return this.#outcome;
  }

  get refusal(): RequestRefused | undefined {
    return this.#refusal;
  }

  /** What the server said was wrong. */
  get error(): string | undefined {
    return this.#end?.error ?? this.#refusal?.message;
  }

  /** The model that answers; before that is known, the one that was asked for. */
  get model(): string | undefined {
    return this.#model ?? this.request.options?.model;
  }

  get ahead(): number {
    return this.#ahead;
  }

  get etaMs(): number | undefined {
    return this.#etaMs;
  }

  get tokens(): number {
    return this.#end?.usage.completionTokens ?? this.#tokens;
  }

  get promptTokens(): number | undefined {
    return this.#end?.usage.promptTokens || undefined;
  }

  get maxTokens(): number | undefined {
    return this.#maxTokens;
  }

  get tokensPerSecond(): number | undefined {
    return this.#end ? this.#end.tokensPerSecond : this.#tokensPerSecond;
  }

  /** Milliseconds from the start to the first piece: the server's figure once it has told it. */
  get timeToFirstTokenMs(): number | undefined {
    return this.#end?.timeToFirstTokenMs ?? this.#firstTokenMs;
  }

  /** Milliseconds since it was asked for; undefined: not yet. */
  elapsedMs(now: number): number | undefined {
    return this.#askedAt === undefined ? undefined : Math.max(0, (this.#endedAt ?? now) - this.#askedAt);
  }

  get route(): RouteInfo | undefined {
    return this.#end?.route;
  }

  get stopping(): boolean {
    return this.#stopping;
  }

  asks(now: number): void {
    this.#phase = 'asked';
    this.#askedAt = now;
  }

  waits(event: StreamQueued): void {
    if (this.#phase === 'ended') return;
    this.#phase = 'queued';
    this.#ahead = event.ahead;
    this.#etaMs = event.etaMs;
  }

  /** Told again where another model stands in. */
  starts({ model }: StreamStart, now: number): void {
    if (this.#phase === 'ended') return;
    this.#phase = 'writing';
    this.#model = model;
    this.#startedAt ??= now;
  }

  grows(event: TokenEvent, now: number): void {
    if (this.#phase === 'ended') return;
    this.#phase = 'writing';
    this.#startedAt ??= now;
    this.#firstTokenMs ??= now - this.#startedAt;
    if (!this.#text.takes(event.offset, event.content)) return this.#finish('lost', now);
    this.#tokens = event.position;
  }

  progresses(event: ProgressEvent): void {
    this.#maxTokens = event.maxTokens;
    this.#tokensPerSecond = event.tokensPerSecond;
  }

  ends(event: StreamEnd, now: number): void {
    this.#end = event;
    this.#model = event.model ?? this.#model;
    this.#finish(event.reason, now);
  }

  refused(error: RequestRefused, now: number): void {
    if (this.#phase === 'ended') return;
    this.#refusal = error;
    this.#finish(error.code === 'cancelled' ? 'cancelled' : 'refused', now);
  }

  /** The server has no place for it now. */
  waitsForPlace(): void {
    if (this.#phase !== 'asked') return;
    this.#phase = 'waiting';
    this.#askedAt = undefined;
  }

  lost(now: number): void {
    this.#finish('lost', now);
  }

  /** Stopped before it was asked for. */
  givenUp(now: number): void {
    this.#finish('cancelled', now);
  }

  stops(stopping: boolean): void {
    this.#stopping = stopping;
  }

  /** The first end counts. */
  #finish(outcome: Outcome, now: number): void {
    if (this.#phase === 'ended') return;
    this.#phase = 'ended';
    this.#outcome = outcome;
    this.#endedAt = now;
    this.#stopping = false;
  }
}
