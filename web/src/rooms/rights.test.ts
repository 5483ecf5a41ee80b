import { expect, test } from 'vitest';
import type { Member, Room, RoomRole } from '../protocol/wire';
import { rightsIn, rightsOver } from './rights';

const room: Room = {
  id: 'tea', name: 'Tea', kind: 'group', visibility: 'private', assistantMode: 'off', userCount: 3, createdAt: '2026-01-31T08:00:00Z', seq: 0, rev: 0,
};
const member = (role?: RoomRole, kind: Member['kind'] = 'user'): Member => ({ id: 'u', name: 'u', kind, status: 'online', ...(role ? { role } : {}) });
const archived = { ...room, archivedAt: '2026-01-31T08:00:00Z' };

test('an owner changes and deletes the room, a moderator keeps order, a member invites', () => {
  expect(rightsIn(room, 'owner')).toEqual({ change: true, moderate: true, readModeration: true, invite: true, inviteAssistants: true, readAudit: true, delete: true, leave: true });
  expect(rightsIn(room, 'moderator')).toMatchObject({ change: false, moderate: true, readAudit: false, delete: false });
  expect(rightsIn(room, 'member')).toMatchObject({ change: false, moderate: false, invite: true });
  expect(rightsIn(room, 'member', true).invite).toBe(false);
  expect(Object.values(rightsIn(room, undefined))).not.toContain(true);
});

test('the first room is neither deleted nor left, and a direct room is changed by both and left by neither', () => {
  expect(rightsIn({ ...room, id: 'general' }, 'owner')).toMatchObject({ delete: false, leave: false });
  expect(rightsIn({ ...room, kind: 'direct' }, 'member')).toMatchObject({ change: true, invite: false, moderate: false, leave: false, delete: false });
});

test('a chat of one’s own is deleted by its one person, and left by nobody', () => {
  expect(rightsIn({ ...room, kind: 'chat' }, 'owner')).toMatchObject({ change: true, delete: true, leave: false, invite: false, moderate: false });
});

test('in an archived room nothing is offered but to open it again', () => {
  expect(rightsIn(archived, 'owner')).toMatchObject({ change: true, moderate: false, readModeration: true, invite: false });
  expect(rightsOver(archived, 'owner', member('member'), false)).toMatchObject({ roles: [], mute: false, remove: false });
});

test('one mutes and removes those below oneself alone', () => {
  expect(rightsOver(room, 'moderator', member('member'), false)).toMatchObject({ mute: true, remove: true, roles: [] });
  expect(rightsOver(room, 'moderator', member('moderator'), false)).toMatchObject({ mute: false, remove: false });
  expect(rightsOver(room, 'owner', member('moderator'), false)).toMatchObject({ mute: true, remove: true });
  expect(rightsOver(room, 'member', member('member'), false)).toMatchObject({ mute: false, remove: false });
  expect(rightsOver(room, 'owner', member('owner'), true)).toMatchObject({ mute: false, remove: false, message: false });
});

test('an owner gives the roles that somebody does not have', () => {
  expect(rightsOver(room, 'owner', member('moderator'), false).roles).toEqual(['member', 'owner']);
  expect(rightsOver(room, 'owner', member(), false).roles).toEqual(['moderator', 'owner']);
});

test('an assistant has no role to give and no way to be written to directly', () => {
  expect(rightsOver(room, 'owner', member(undefined, 'assistant'), false)).toEqual({ message: false, roles: [], mute: false, remove: true });
});

test('a moderator takes an assistant out of a room, in a direct room either person does, and of a chat it stays', () => {
  const remove = (kind: Room['kind'], role: RoomRole) => rightsOver({ ...room, kind }, role, member(undefined, 'assistant'), false).remove;
  expect([remove('group', 'member'), remove('group', 'moderator'), remove('direct', 'member'), remove('chat', 'owner')]).toEqual([false, true, true, false]);
  expect(rightsIn({ ...room, kind: 'direct' }, 'member')).toMatchObject({ invite: false, inviteAssistants: true });
});
