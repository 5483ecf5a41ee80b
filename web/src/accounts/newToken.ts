import type { KeyedStore } from '../ui/storage';

/** `confab_` and 32 random bytes. */
export function newToken(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  const base64 = btoa(String.fromCharCode(...bytes));
  return `confab_${base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`;
}

const keyFor = (username: string): string => `confab.asked.${username.trim().toLowerCase()}`;

/**
 * The token to take a name with, the same one until an answer has come: the name may be ours already although the answer
 * was lost, and then this token opens it.
 */
export function tokenFor(store: KeyedStore, username: string): string {
  const asked = store.get(keyFor(username));
  if (asked !== null) return asked;
  const token = newToken();
  store.set(keyFor(username), token);
  return token;
}

export const answered = (store: KeyedStore, username: string): void => store.remove(keyFor(username));
