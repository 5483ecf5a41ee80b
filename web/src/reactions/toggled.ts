import type { Reaction } from '../protocol/wire';

/** The reactions once somebody has put an emoji there, or taken it away. */
export function toggled(reactions: readonly Reaction[], emoji: string, userId: string): { reactions: Reaction[]; on: boolean } {
  const known = reactions.find((reaction) => reaction.emoji === emoji);
  const on = !known?.userIds.includes(userId);
  if (!known) return { reactions: [...reactions, { emoji, count: 1, userIds: [userId] }], on };
  const userIds = on ? [...known.userIds, userId] : known.userIds.filter((id) => id !== userId);
  const count = known.count + (on ? 1 : -1);
  const changed = reactions.map((reaction) => (reaction === known ? { emoji, count, userIds } : reaction));
  return { reactions: changed.filter((reaction) => reaction.count > 0), on };
}
