import { expect, test } from 'vitest';
import type { Room } from '../protocol/wire';
import { whyOutside } from './whyOutside';

const info: Room = {
  id: 'tea', name: 'Tea', kind: 'group', visibility: 'public', assistantMode: 'off', userCount: 1, createdAt: '2026-01-31T08:00:00Z', seq: 0, rev: 0,
};
const failed = (code: string, known?: Room, message = 'No.') => whyOutside({ id: 'tea', name: 'Tea', phase: 'failed', info: known, error: { code, message } });

test('who left a public room can join it again, a private one not', () => {
  expect(whyOutside({ id: 'tea', name: 'Tea', phase: 'left', info, error: undefined }).next).toBe('join');
  expect(whyOutside({ id: 'tea', name: 'Tea', phase: 'left', info: { ...info, visibility: 'private' }, error: undefined }).next).toBe('nothing');
});

test('who was removed learns by whom and what to do', () => {
  expect(failed('not_a_member', { ...info, visibility: 'private' }, 'Ben removed you from this room')).toEqual({
    title: 'You are no longer in Tea', text: 'Ben removed you from this room. A member must bring you back.', next: 'nothing',
  });
});

test('a room that was there is gone; one that never was can be started', () => {
  expect(failed('unknown_room', info)).toMatchObject({ title: 'Tea is gone', next: 'nothing' });
  expect(failed('unknown_room')).toMatchObject({ next: 'start' });
});

test('a full room can be tried again, and one is told why another is closed', () => {
  expect(failed('room_full', info)).toMatchObject({ title: 'Tea is full', next: 'retry' });
  expect(failed('not_allowed', info, 'you are banned')).toMatchObject({ text: 'You are banned. One of its members can bring you in again.', next: 'nothing' });
});
