import type { ModelInfo } from '../protocol/wire';
import { sentence } from '../ui/sentence';
import type { PullEvent } from './ModelsApi';

export type PullPhase = 'running' | 'done' | 'failed' | 'cancelled';

/** A model on its way onto the server. */
export class Pull {
  readonly source: string;
  readonly sha256: string;
  readonly #stop = new AbortController();
  #phase = $state<PullPhase>('running');
  #progress = $state.raw<PullEvent & { type: 'progress' }>();
  #model = $state.raw<ModelInfo>();
  #error = $state('');

  constructor(source: string, sha256: string) {
    this.source = source;
    this.sha256 = sha256;
  }

  get phase(): PullPhase {
    return this.#phase;
  }

  get progress() {
    return this.#progress;
  }

  /** How much of it is here, 0 to 1; undefined: its size is not known. */
  get part(): number | undefined {
    const { bytes, total } = this.#progress ?? {};
    return bytes !== undefined && total ? bytes / total : undefined;
  }

  get model(): ModelInfo | undefined {
    return this.#model;
  }

  get error(): string {
    return this.#error;
  }

  cancel(): void {
    if (this.#phase !== 'running') return;
    this.#phase = 'cancelled';
    this.#stop.abort();
  }

  /** Follows the server's account of it to the end, however it ends. */
  async follow(begin: (stop: AbortSignal) => AsyncIterable<PullEvent>): Promise<void> {
    try {
      for await (const event of begin(this.#stop.signal)) this.#takes(event);
      if (this.#phase === 'running') this.#fails('The download ended before it was done. Pull again to go on where it stopped.');
    } catch (error) {
      this.#fails(error instanceof TypeError ? 'The server could not be reached. Pull again to go on where it stopped.' : messageOf(error));
    }
  }

  #takes(event: PullEvent): void {
    if (this.#phase !== 'running') return;
    if (event.type === 'progress') this.#progress = event;
    else if (event.type === 'error') this.#fails(event.message);
    else if (event.type === 'done') {
      this.#model = event.model;
      this.#phase = 'done';
    }
  }

  #fails(message: string): void {
    if (this.#phase !== 'running') return;
    this.#error = sentence(message);
    this.#phase = 'failed';
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const sha256Pattern = /^[0-9a-f]{64}$/i;

/** Why nothing can be pulled from this; empty: it can. */
export function sourceProblem(source: string): string {
  if (source === '') return 'Say where the model is.';
  if (/^hf:/i.test(source)) return /^hf:[^/\s]+\/[^/\s]+\/\S+\.gguf$/i.test(source) ? '' : 'Write hf:owner/repository/file.gguf.';
  if (!/^https?:\/\//i.test(source)) return 'An address begins with https:// or hf:';
  return URL.canParse(source) ? '' : 'This is no whole address.';
}

export const sha256Problem = (sha256: string): string =>
  sha256 === '' || sha256Pattern.test(sha256) ? '' : 'A SHA-256 has 64 characters, 0 to 9 and a to f.';
