import { queryOf, type Http } from '../connection/Http';
import type { Message } from '../protocol/wire';

export interface Named {
  id: string;
  name: string;
}

export interface Report {
  id: number;
  message: Message;
  reporter: Named;
  reason: string;
  createdAt: string;
  settledAt?: string;
  /** The id of the moderator. */
  settledBy?: string;
}

export interface Banned extends Named {
  bannedAt: string;
}

export interface AuditEntry {
  id: number;
  actor: Named;
  action: string;
  target?: string;
  detail?: string;
  createdAt: string;
}

export interface AuditPage {
  entries: AuditEntry[];
  hasMore: boolean;
}

/** The order in one room, over HTTP. For moderators; the log for owners alone. */
export class ModerationApi {
  readonly #http: Http;
  readonly #room: string;

  constructor(http: Http, roomId: string) {
    this.#http = http;
    this.#room = `/api/rooms/${encodeURIComponent(roomId)}`;
  }

  async reports(stop?: AbortSignal): Promise<Report[]> {
    return (await this.#http.read<{ reports: Report[] }>(`${this.#room}/reports`, stop)).reports;
  }

  async settle(report: Report): Promise<void> {
    await this.#http.ask('POST', `${this.#room}/reports/${report.id}/settle`);
  }

  async words(stop?: AbortSignal): Promise<string[]> {
    return (await this.#http.read<{ words: string[] }>(`${this.#room}/words`, stop)).words;
  }

  /** The words as they are kept now. */
  async putWords(words: readonly string[]): Promise<string[]> {
    return ((await (await this.#http.ask('PUT', `${this.#room}/words`, { words })).json()) as { words: string[] }).words;
  }

  async bans(stop?: AbortSignal): Promise<Banned[]> {
    return (await this.#http.read<{ users: Banned[] }>(`${this.#room}/bans`, stop)).users;
  }

  audit(before?: AuditEntry['id'], stop?: AbortSignal): Promise<AuditPage> {
    return this.#http.read(`${this.#room}/audit${queryOf({ before })}`, stop);
  }
}
