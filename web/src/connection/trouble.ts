import { sentence } from '../ui/sentence';

/** Why something did not succeed, for people. */
export function trouble(error: unknown): string {
  // What fetch throws when no server answers.
  if (error instanceof TypeError) return 'The server could not be reached. Try again.';
  return sentence(error instanceof Error ? error.message : String(error));
}

/** Somebody left, or asked for something newer: nobody waits for it. */
export const isAborted = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError';
