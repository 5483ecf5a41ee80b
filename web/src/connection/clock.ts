/** Time as the connection and its friends see it, so that tests need not wait. */
export interface Clock {
  now(): number;
  /** Runs `action` once, later. The result takes it back. */
  after(ms: number, action: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, action) {
    const timer = setTimeout(action, ms);
    return () => clearTimeout(timer);
  },
};
