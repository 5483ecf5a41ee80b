import type { Member, RoomRole } from '../protocol/wire';
import { collate } from '../ui/sameText';

const weight: Record<RoomRole, number> = { owner: 0, moderator: 1, member: 2 };
const weightOf = (member: Member): number => weight[member.role ?? 'member'];

/** The members as the panel shows them: assistants, who is there, who is not; owners and moderators first in each. */
export function memberGroups(members: readonly Member[]): [title: string, members: Member[]][] {
  const sorted = [...members].sort((a, b) => weightOf(a) - weightOf(b) || collate(a.name, b.name));
  const people = sorted.filter((member) => member.kind === 'user');
  const groups: [string, Member[]][] = [
    ['Assistants', sorted.filter((member) => member.kind === 'assistant')],
    ['Here', people.filter((member) => member.status !== 'offline')],
    ['Not here', people.filter((member) => member.status === 'offline')],
  ];
  return groups.filter(([, some]) => some.length > 0);
}

/** Whether somebody cannot write now. */
export const isMuted = (member: Member, now: number): boolean => member.mutedUntil !== undefined && Date.parse(member.mutedUntil) > now;

/** How long a mute may last, minutes. The longest stands for "until unmuted". */
export const muteChoices: [minutes: number, words: string][] = [[10, '10 minutes'], [60, '1 hour'], [24 * 60, '1 day'], [525_600, 'Until unmuted']];

/** Until when somebody is muted, for people; who is muted for longer than a month is so until unmuted. */
export function mutedWords(member: Member, now: number, time: (iso: string) => string): string {
  if (!isMuted(member, now)) return '';
  const until = Date.parse(member.mutedUntil!);
  return until - now > 31 * 24 * 3_600_000 ? 'Muted' : `Muted until ${time(member.mutedUntil!)}`;
}
