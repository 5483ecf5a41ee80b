import type { Member, Room, RoomRole } from '../protocol/wire';
import { isMuted } from './memberGroups';

const rank: Record<RoomRole, number> = { member: 0, moderator: 1, owner: 2 };

/** What somebody may do in a room. The server decides; this is what the page offers. */
export interface Rights {
  change: boolean;
  moderate: boolean;
  readModeration: boolean;
  invite: boolean;
  /** Also into a direct room. */
  inviteAssistants: boolean;
  readAudit: boolean;
  delete: boolean;
  leave: boolean;
}

const none: Rights = { change: false, moderate: false, readModeration: false, invite: false, inviteAssistants: false, readAudit: false, delete: false, leave: false };

export function rightsIn(room: Room | undefined, role: RoomRole | undefined, isMuted = false): Rights {
  if (!room || !role) return none;
  const isOpen = room.archivedAt === undefined;
  const isGroup = room.kind === 'group';
  const isOwner = role === 'owner' || room.kind === 'direct';
  return {
    // An archived room takes one change: its owner opens it again.
    change: isOwner,
    moderate: isGroup && isOpen && rank[role] >= rank.moderator,
    readModeration: isGroup && rank[role] >= rank.moderator,
    invite: isGroup && isOpen && !isMuted,
    inviteAssistants: room.kind !== 'chat' && isOpen && !isMuted,
    readAudit: isGroup && role === 'owner',
    delete: room.kind === 'chat' || (isGroup && role === 'owner' && room.id !== 'general'),
    leave: isGroup && room.id !== 'general',
  };
}

/** What somebody may do about another member. */
export interface RightsOver {
  message: boolean;
  /** Roles that may be given, apart from the one they have. */
  roles: RoomRole[];
  mute: boolean;
  remove: boolean;
}

export function rightsOver(room: Room | undefined, mine: RoomRole | undefined, member: Member, isMe: boolean): RightsOver {
  const message = member.kind === 'user' && !isMe && room?.kind !== 'direct';
  const theirs = member.role ?? 'member';
  if (room && mine && member.kind === 'assistant') {
    const mayRemove = room.kind === 'direct' || (room.kind === 'group' && rank[mine] >= rank.moderator);
    return { message, roles: [], mute: false, remove: mayRemove && room.archivedAt === undefined };
  }
  if (!room || !mine || member.kind !== 'user' || room.kind !== 'group' || room.archivedAt !== undefined) return { message, roles: [], mute: false, remove: false };
  const isAbove = !isMe && rank[mine] >= rank.moderator && rank[mine] > rank[theirs];
  const roles = (['member', 'moderator', 'owner'] as const).filter((role) => role !== theirs);
  return { message, roles: mine === 'owner' ? roles : [], mute: isAbove, remove: isAbove };
}

export const roleWords: Record<RoomRole, string> = { member: 'Member', moderator: 'Moderator', owner: 'Owner' };

export const isMutedHere = (room: { me: Member | undefined }, now: number): boolean => room.me !== undefined && isMuted(room.me, now);
