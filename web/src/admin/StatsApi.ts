import { queryOf, type Http } from '../connection/Http';

/** What happened on one day, in UTC. */
export interface DayStats {
  /** `2026-01-31` */
  day: string;
  messages: number;
  /** How many different people wrote. */
  people: number;
  answers: number;
  promptTokens: number;
  completionTokens: number;
  /** Of the answers of that day, in the middle; absent where there was none. */
  timeToFirstTokenMs?: number;
  likes: number;
  dislikes: number;
}

export type Totals = Omit<DayStats, 'day'>;

export interface Stats {
  /** Days without anything may be left out. */
  days: DayStats[];
  totals: Totals;
}

/** Of a room (for its moderators), or without one of the server. */
export const readStats = (http: Http, days: number, roomId?: string, stop?: AbortSignal): Promise<Stats> =>
  http.read(`/api/${roomId === undefined ? '' : `rooms/${encodeURIComponent(roomId)}/`}stats${queryOf({ days })}`, stop);
