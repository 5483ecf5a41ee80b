import type { Http } from '../connection/Http';
import type { ModelInfo } from '../protocol/wire';
import { jsonLines } from './jsonLines';

/** What `GET /api/models` answers. */
export interface ModelsPage {
  models: ModelInfo[];
  /** Whether models may be loaded, unloaded, pulled and removed from here. */
  mayChange?: boolean;
  whyNot?: string;
  /** Bytes; without a budget, models may take what there is. */
  memory?: { used: number; budget?: number | null };
}

export type PullEvent =
  | { type: 'progress'; stage?: string; bytes: number; total?: number; bytesPerSecond?: number; etaMs?: number; trouble?: string }
  | { type: 'done'; model: ModelInfo; isVerified?: boolean }
  | { type: 'error'; message: string };

/** The models over HTTP, for what the socket has no request for. */
export class ModelsApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  async list(): Promise<ModelsPage> {
    return this.#http.read('/api/models');
  }

  /** Answers when the model is in memory, which may take minutes. */
  async load(id: string): Promise<ModelInfo> {
    return (await (await this.#http.ask('POST', `${addressOf(id)}/load`)).json()) as ModelInfo;
  }

  /** Refused as `in_use` while answers are being written, unless forced. */
  async unload(id: string, force: boolean): Promise<ModelInfo> {
    return (await (await this.#http.ask('POST', `${addressOf(id)}/unload?force=${force}`)).json()) as ModelInfo;
  }

  async remove(id: string): Promise<void> {
    await this.#http.ask('DELETE', addressOf(id));
  }

  /** Downloads a model onto the server. Aborting cancels it; the same source goes on later where it stopped. */
  async *pull(source: string, sha256: string, stop: AbortSignal): AsyncGenerator<PullEvent> {
    const response = await this.#http.ask('POST', '/api/models/pull', { source, ...(sha256 ? { sha256 } : {}) }, stop);
    if (response.body) yield* jsonLines<PullEvent>(response.body);
  }
}

const addressOf = (id: string): string => `/api/models/${encodeURIComponent(id)}`;
