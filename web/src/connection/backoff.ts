const first = 500;
const longest = 15_000;

/**
 * Milliseconds before try number `attempt` (1, 2, 3 …): doubles from half a second to fifteen seconds. Between half
 * and the whole of it by chance, so that a server that comes back is not met by everybody at once.
 */
export function backoff(attempt: number, random: () => number): number {
  const ceiling = Math.min(longest, first * 2 ** Math.min(attempt - 1, 10));
  return Math.round(ceiling * (0.5 + random() / 2));
}
