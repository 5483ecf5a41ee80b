/** The same colour for the same id, everywhere and always. */
export function hueOf(id: string): number {
  let hash = 2166136261;
  for (const character of id) hash = Math.imul(hash ^ character.codePointAt(0)!, 16777619);
  // Ids made one after the other differ in little: this spreads it.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return Math.floor(((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32 * 24) * 15;
}

export function initialsOf(name: string): string {
  const words = name.split(/[\s._-]+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0]!, words.at(-1)!].map(first) : [first(words[0] ?? '?')];
  return letters.join('').toUpperCase();
}

const first = (word: string) => [...word][0] ?? '';
