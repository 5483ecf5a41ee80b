import { queryOf, type Http } from '../connection/Http';

export type Tier = 'short_term' | 'long_term' | 'episodic' | 'semantic';
export type Scope = 'private' | 'room' | 'user';

/** One thing that an assistant remembers. */
export interface Memory {
  id: string;
  assistantId: string;
  tier: Tier;
  scope: Scope;
  content: string;
  /** 0 to 1. */
  confidence: number;
  createdAt: string;
  updatedAt: string;
  uses: number;
  /** Whether one may edit and forget it. */
  mayChange: boolean;
  topic?: string;
  importance?: number;
  /** Whom it is about; absent: nobody. */
  userId?: string;
  /** With scope `room`: whose readers may see it. */
  roomId?: string;
  sourceMessageId?: string;
  sourceRoomId?: string;
  lastUsedAt?: string;
}

export interface MemoryQuery {
  assistantId?: string;
  q?: string;
  scope?: string;
  tier?: string;
  roomId?: string;
  skip?: number;
  limit?: number;
}

export interface MemoryPage {
  memories: Memory[];
  hasMore: boolean;
}

export interface NewMemory {
  content: string;
  assistantId?: string;
  topic?: string;
  scope?: Scope;
  roomId?: string;
}

/** What assistants remember, for those who may see it. Each throws what the server refuses. */
export class MemoryApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  list({ assistantId, q, scope, tier, roomId, skip, limit }: MemoryQuery, stop?: AbortSignal): Promise<MemoryPage> {
    return this.#http.read(`/api/memory${queryOf({ assistantId, q, scope, tier, roomId, skip, limit })}`, stop);
  }

  async add(memory: NewMemory): Promise<void> {
    await this.#http.ask('POST', '/api/memory', memory);
  }

  async edit(id: string, change: { content?: string; scope?: Scope; roomId?: string }): Promise<Memory> {
    return (await (await this.#http.ask('PATCH', `/api/memory/${id}`, change)).json()) as Memory;
  }

  async forget(id: string): Promise<void> {
    await this.#http.ask('DELETE', `/api/memory/${id}`);
  }

  /** Everything that one assistant keeps about oneself; how many that were. */
  async forgetAll(assistantId: string): Promise<number> {
    const answer = (await (await this.#http.ask('DELETE', `/api/memory${queryOf({ assistantId })}`)).json()) as { forgotten: number };
    return answer.forgotten;
  }

  async export(assistantId: string): Promise<Blob> {
    return (await this.#http.ask('GET', `/api/memory/export${queryOf({ assistantId })}`)).blob();
  }

  async import(assistantId: string, file: object): Promise<{ imported: number; passedOver: number }> {
    return (await (await this.#http.ask('POST', `/api/memory/import${queryOf({ assistantId })}`, file)).json()) as { imported: number; passedOver: number };
  }

  /** The assistants that are not to remember one. */
  async switchedOff(stop?: AbortSignal): Promise<readonly string[]> {
    return (await this.#http.read<{ off: string[] }>('/api/memory/switches', stop)).off;
  }

  async switch(assistantId: string, on: boolean): Promise<readonly string[]> {
    return ((await (await this.#http.ask('PUT', '/api/memory/switches', { assistantId, on })).json()) as { off: string[] }).off;
  }
}
