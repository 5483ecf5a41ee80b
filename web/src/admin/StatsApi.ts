import { queryOf, type Http } from '../connection/Http';

/** What happened on one day, in UTC. */
export interface DayStats {
  /** `2026-01-31` */
  day: string;
  messages: number;
  /** How many different people wrote. */
  activePeople: number;
  answers: number;
  failures: number;
  promptTokens: number;
  completionTokens: number;
  /** The mean of the answers that had one; absent where none had. */
  timeToFirstTokenMs?: number;
  likes: number;
  dislikes: number;
}

/** What there is now. */
export interface TotalStats {
  /** Of the server alone. */
  rooms?: number;
  people: number;
  /** In the days that were asked for. */
  activePeople: number;
  files: number;
  fileBytes: number;
}

export interface Stats {
  /** Every day that was asked for, the oldest first. */
  days: DayStats[];
  totals: TotalStats;
  /** Not when so much was said since the last time that not all of it is counted yet. */
  isComplete: boolean;
}

/** Of a room (for its moderators), or without one of the server (for its operator). */
export const readStats = (http: Http, days: number, roomId?: string, stop?: AbortSignal): Promise<Stats> =>
  http.read(`/api/${roomId === undefined ? '' : `rooms/${encodeURIComponent(roomId)}/`}stats${queryOf({ days })}`, stop);
