import type { ServerFrame } from '../protocol/wire';
import { ConnectionLost, RequestRefused } from './errors';

interface Waiting {
  resolve(answer: ServerFrame): void;
  reject(error: Error): void;
}

/** Requests that wait for the frame with their ref. */
export class PendingRequests {
  readonly #waiting = new Map<string, Waiting>();
  #last = 0;

  add(): { ref: string; answer: Promise<ServerFrame> } {
    const ref = String(++this.#last);
    const answer = new Promise<ServerFrame>((resolve, reject) => this.#waiting.set(ref, { resolve, reject }));
    return { ref, answer };
  }

  settle(frame: ServerFrame): void {
    const waiting = frame.ref === undefined ? undefined : this.#waiting.get(frame.ref);
    if (!waiting) return;
    this.#waiting.delete(frame.ref!);
    if (frame.type === 'error') waiting.reject(new RequestRefused(frame));
    else waiting.resolve(frame);
  }

  loseAll(): void {
    const lost = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const waiting of lost) waiting.reject(new ConnectionLost());
  }
}
