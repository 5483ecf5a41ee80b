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

/** A refusal over HTTP, from its problem document (RFC 9457) where it has one. */
export class Problem extends Error {
  readonly status: number;
  readonly code?: string;

  constructor(status: number, detail: string, code?: string) {
    super(detail);
    this.name = 'Problem';
    this.status = status;
    this.code = code;
  }
}

export type Fetch = typeof globalThis.fetch;

/** The models over HTTP, for what the socket has no request for. */
export class ModelsApi {
  readonly #token: string;
  readonly #fetch: Fetch;

  constructor(token: string, fetch: Fetch) {
    this.#token = token;
    this.#fetch = fetch;
  }

  async list(): Promise<ModelsPage> {
    return (await (await this.#ask('GET', '/api/models')).json()) as ModelsPage;
  }

  /** Answers when the model is in memory, which may take minutes. */
  async load(id: string): Promise<ModelInfo> {
    return (await (await this.#ask('POST', `${addressOf(id)}/load`)).json()) as ModelInfo;
  }

  /** Refused as `in_use` while answers are being written, unless forced. */
  async unload(id: string, force: boolean): Promise<ModelInfo> {
    return (await (await this.#ask('POST', `${addressOf(id)}/unload?force=${force}`)).json()) as ModelInfo;
  }

  async remove(id: string): Promise<void> {
    await this.#ask('DELETE', addressOf(id));
  }

  /** Downloads a model onto the server. Aborting cancels it; the same source goes on later where it stopped. */
  async *pull(source: string, sha256: string, stop: AbortSignal): AsyncGenerator<PullEvent> {
    const response = await this.#ask('POST', '/api/models/pull', { source, ...(sha256 ? { sha256 } : {}) }, stop);
    if (response.body) yield* jsonLines<PullEvent>(response.body);
  }

  async #ask(method: string, path: string, content?: object, signal?: AbortSignal): Promise<Response> {
    const response = await this.#fetch.call(undefined, path, {
      method,
      headers: { authorization: `Bearer ${this.#token}`, ...(content ? { 'content-type': 'application/json' } : {}) },
      ...(content ? { body: JSON.stringify(content) } : {}),
      ...(signal ? { signal } : {}),
    });
    if (!response.ok) throw await problemOf(response);
    return response;
  }
}

const addressOf = (id: string): string => `/api/models/${encodeURIComponent(id)}`;

async function problemOf(response: Response): Promise<Problem> {
  const said = (await response.json().catch(() => ({}))) as { detail?: string; title?: string; code?: string };
  return new Problem(response.status, said.detail ?? said.title ?? `The server answered ${response.status}.`, said.code);
}
