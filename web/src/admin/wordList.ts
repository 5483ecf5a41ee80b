import { collate, plain } from '../ui/sameText';

/** The words of a text field: one on each line or between commas, each once, in order. */
export function wordsOf(text: string): string[] {
  const words = new Map<string, string>();
  for (const word of text.split(/[\n,]/).map((one) => one.trim()).filter(Boolean)) if (!words.has(plain(word))) words.set(plain(word), word);
  return [...words.values()].sort(collate);
}

export const textOf = (words: readonly string[]): string => [...words].sort(collate).join('\n');

export const isSameList = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && textOf(a) === textOf(b);
