import { readJson, type KeyedStore } from '../ui/storage';

const key = 'confab.emoji';
const mostKept = 16;
const usual = ['👍', '❤️', '😂', '🎉', '👀', '🙏', '🚀', '✅'];

/** Those that were used last in this browser, filled up with usual ones. */
export function recentEmoji(store: KeyedStore): readonly string[] {
  const used = readJson<unknown>(store, key);
  const known = Array.isArray(used) ? used.filter((emoji) => typeof emoji === 'string') : [];
  return [...new Set([...known, ...usual])].slice(0, mostKept);
}

export function usedEmoji(store: KeyedStore, emoji: string): void {
  store.set(key, JSON.stringify([emoji, ...recentEmoji(store).filter((other) => other !== emoji)].slice(0, mostKept)));
}
