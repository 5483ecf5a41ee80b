import type { Http } from '../connection/Http';
import type { AssistantMode, GenerationOptions } from '../protocol/wire';

/** An assistant as the server tells it; its instructions, options and triggers only to who may change it. */
export interface AssistantInfo {
  id: string;
  name: string;
  handle: string;
  description?: string;
  picture?: string;
  mode?: AssistantMode;
  tools: string[];
  memory: boolean;
  hasKnowledge: boolean;
  /** Who made it; absent: a file of the server describes it. */
  owner?: string;
  isYours: boolean;
  instructions?: string;
  options?: GenerationOptions;
  triggers?: string[];
  /** Absent where it has no documents, or nobody looked yet. */
  knowledge?: KnowledgeInfo;
}

/** What an assistant's folder of documents came to. */
export interface KnowledgeInfo {
  files: number;
  /** What it does not answer from, by reason; the first names for the operator alone. */
  leftOut?: { why: string; count: number; files?: string[] }[];
  problem?: string;
}

/** One that somebody makes, or its text alone. */
export type AssistantBody =
  | { text: string }
  | (Partial<Pick<AssistantInfo, 'handle' | 'description' | 'picture' | 'mode' | 'tools' | 'memory' | 'options' | 'triggers'>> & { name: string; instructions: string });

export interface AssistantsAnswer {
  assistants: AssistantInfo[];
  /** Files that are no assistants; for the operator alone. */
  faults?: { file: string; why: string }[];
}

/** The assistants over HTTP. Each throws what the server refuses. */
export class AssistantsApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  list(stop?: AbortSignal): Promise<AssistantsAnswer> {
    return this.#http.read('/api/assistants', stop);
  }

  async make(body: AssistantBody): Promise<AssistantInfo> {
    return (await (await this.#http.ask('POST', '/api/assistants', body)).json()) as AssistantInfo;
  }

  async change(id: string, body: AssistantBody): Promise<AssistantInfo> {
    return (await (await this.#http.ask('PUT', addressOf(id), body)).json()) as AssistantInfo;
  }

  async remove(id: string): Promise<void> {
    await this.#http.ask('DELETE', addressOf(id));
  }

  async file(id: string): Promise<Blob> {
    return (await this.#http.ask('GET', `${addressOf(id)}/file`)).blob();
  }
}

const addressOf = (id: string): string => `/api/assistants/${encodeURIComponent(id)}`;
