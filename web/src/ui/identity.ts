/** The same colour for the same id, everywhere and always. */
export function hueOf(id: string): number {
  let hash = 2166136261;
  for (const character of id) hash = Math.imul(hash ^ character.codePointAt(0)!, 16777619);
  return Math.round(((hash >>> 0) / 2 ** 32) * 24) * 15;
}

export function initialsOf(name: string): string {
  const words = name.split(/[\s._-]+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0]!, words.at(-1)!].map(first) : [first(words[0] ?? '?')];
  return letters.join('').toUpperCase();
}

const first = (word: string) => [...word][0] ?? '';
