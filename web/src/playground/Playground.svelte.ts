import type { Clock } from '../connection/clock';
import type { Connection } from '../connection/Connection';
import { ConnectionLost, RequestRefused } from '../connection/errors';
import { newMessageId } from '../messages/messageId';
import type { OnNextFrame } from '../replies/GrowingText.svelte';
import type { KeyedStore } from '../ui/storage';
import { OwnStream } from './OwnStream.svelte';
import { keepSettings, problemsOf, readSettings, requestsOf, type OwnRequest } from './settings';

/** What a server runs at once for one socket. */
const mostAtOnce = 4;

/** What a server takes where it has not said. */
const usualMostTokens = 4096;

export interface PlaygroundParts {
  connection: Connection;
  store: KeyedStore;
  clock: Clock;
  onNextFrame: OnNextFrame;
}

/** The form and the answers of the playground. They live on while one is elsewhere on the page. */
export class Playground {
  readonly #userId: string;
  readonly #parts: PlaygroundParts;
  /** What stands in the form, there to be bound to its fields. */
  readonly settings = $state() as ReturnType<typeof readSettings>;
  #streams = $state.raw<readonly OwnStream[]>([]);
  #mostTokens = $state(usualMostTokens);

  constructor(userId: string, parts: PlaygroundParts) {
    this.#userId = userId;
    this.#parts = parts;
    this.settings = readSettings(parts.store, userId);
  }

  /** The newest answers, one for each column. */
  get streams(): readonly OwnStream[] {
    return this.#streams;
  }

  get mostTokens(): number {
    return this.#mostTokens;
  }

  get isBusy(): boolean {
    return this.#streams.some((stream) => stream.phase !== 'ended');
  }

  get problems() {
    return problemsOf(this.settings, this.#mostTokens);
  }

  find(streamId: string): OwnStream | undefined {
    return this.#streams.find((stream) => stream.id === streamId);
  }

  /** Keeps the form for the next visit. */
  keep(): void {
    keepSettings(this.#parts.store, this.#userId, $state.snapshot(this.settings));
  }

  /** False: something in the form must be put right first, or what was asked before still runs. */
  generate(): boolean {
    if (this.isBusy || Object.keys(this.problems).length > 0) return false;
    this.#streams = requestsOf($state.snapshot(this.settings)).map((request) => this.#make(request));
    this.#startNext();
    return true;
  }

  /** Asks the same once more, in the same column. */
  again(stream: OwnStream): void {
    if (stream.phase !== 'ended') return;
    const next = this.#make(stream.request);
    this.#streams = this.#streams.map((other) => (other === stream ? next : other));
    this.#startNext();
  }

  async stop(stream: OwnStream): Promise<void> {
    if (stream.phase === 'waiting') return stream.givenUp(this.#parts.clock.now());
    if (stream.phase === 'ended' || stream.stopping) return;
    stream.stops(true);
    try {
      await this.#parts.connection.request({ type: 'stop_stream', streamId: stream.id });
    } catch (error) {
      stream.stops(false);
      // It ended by itself while the request was under way.
      if (!(error instanceof RequestRefused || error instanceof ConnectionLost)) throw error;
    }
  }

  async stopAll(): Promise<void> {
    // First those that wait, or the end of another would start them.
    const waiting = this.#streams.filter((stream) => stream.phase === 'waiting');
    const running = this.#streams.filter((stream) => stream.isRunning);
    await Promise.all([...waiting, ...running].map((stream) => this.stop(stream)));
  }

  connected(mostTokens: number): void {
    this.#mostTokens = mostTokens;
    this.#startNext();
  }

  /** The server ends a socket's own streams with the socket. Those that were not asked for yet wait for the next one. */
  connectionLost(): void {
    const now = this.#parts.clock.now();
    for (const stream of this.#streams) if (stream.isRunning) stream.lost(now);
  }

  /** A stream has ended: its place is free. */
  ended(): void {
    this.#startNext();
  }

  #make(request: OwnRequest): OwnStream {
    return new OwnStream(newMessageId(), request, this.#parts.onNextFrame);
  }

  #startNext(): void {
    if (this.#parts.connection.state.name !== 'open') return;
    const free = mostAtOnce - this.#streams.filter((stream) => stream.isRunning).length;
    const next = this.#streams.filter((stream) => stream.phase === 'waiting').slice(0, Math.max(0, free));
    for (const stream of next) void this.#start(stream);
  }

  async #start(stream: OwnStream): Promise<void> {
    const { connection, clock } = this.#parts;
    stream.asks(clock.now());
    try {
      stream.starts(await connection.request({ type: 'start_stream', streamId: stream.id, ...stream.request }), clock.now());
    } catch (error) {
      // The loss of the connection has ended it already.
      if (error instanceof ConnectionLost) return;
      if (!(error instanceof RequestRefused)) throw error;
      const othersRun = this.#streams.some((other) => other !== stream && other.isRunning);
      // Where it was refused for good, its end comes next and says so.
      if (error.code === 'busy' && othersRun && !stream.stopping) return stream.waitsForPlace();
      stream.refused(error, clock.now());
      this.#startNext();
    }
  }
}
