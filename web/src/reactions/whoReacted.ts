import type { Reaction } from '../protocol/wire';

/** Who reacted, in words; names that are not known are counted. */
export function whoReacted({ count, userIds }: Reaction, nameOf: (id: string) => string | undefined, myId: string): string {
  const mine = userIds.includes(myId) ? ['You'] : [];
  const named = userIds.filter((id) => id !== myId).map(nameOf).filter((name) => name !== undefined);
  const names = [...mine, ...named];
  const others = count - names.length;
  if (others > 0) names.push(`${others} ${names.length > 0 ? 'more' : others === 1 ? 'person' : 'people'}`);
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
