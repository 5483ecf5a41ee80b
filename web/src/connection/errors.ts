import type { ErrorCode, ErrorFrame } from '../protocol/wire';

/** The server answered a request with `error`. */
export class RequestRefused extends Error {
  readonly code: ErrorCode;
  readonly field?: string;
  readonly retryAfterMs?: number;

  constructor(frame: ErrorFrame) {
    super(frame.message);
    this.name = 'RequestRefused';
    this.code = frame.code;
    this.field = frame.field;
    this.retryAfterMs = frame.retryAfterMs;
  }

  /** Nothing is wrong with the request itself; the same one may pass later. */
  get mayPassLater(): boolean {
    return this.code === 'rate_limited' || this.code === 'busy' || this.code === 'shutting_down';
  }
}

/** The connection went away before the answer came. Whether the request was carried out is unknown. */
export class ConnectionLost extends Error {
  constructor() {
    super('The connection was lost.');
    this.name = 'ConnectionLost';
  }
}
