import { expect, test } from 'vitest';
import type { Member } from '../protocol/wire';
import { memberGroups, mutedWords } from './memberGroups';

const member = (name: string, more: Partial<Member> = {}): Member => ({ id: name, name, kind: 'user', status: 'online', ...more });
const now = Date.parse('2026-01-31T09:00:00Z');
const time = (iso: string) => iso.slice(11, 16);

test('members stand in groups, owners first, then moderators, then by name', () => {
  const groups = memberGroups([
    member('cy'), member('Ben'), member('zoe', { role: 'owner', status: 'busy' }), member('ada', { role: 'moderator' }),
    member('AIBot', { kind: 'assistant' }), member('dan', { status: 'offline' }),
  ]);
  expect(groups.map(([title, members]) => [title, ...members.map(({ name }) => name)])).toEqual([
    ['Assistants', 'AIBot'], ['Here', 'zoe', 'ada', 'Ben', 'cy'], ['Not here', 'dan'],
  ]);
});

test('a mute is told until it has passed', () => {
  expect(mutedWords(member('cy', { mutedUntil: '2026-01-31T09:10:00Z' }), now, time)).toBe('Muted until 09:10');
  expect(mutedWords(member('cy', { mutedUntil: '2027-01-31T09:00:00Z' }), now, time)).toBe('Muted');
  expect(mutedWords(member('cy', { mutedUntil: '2026-01-31T08:59:00Z' }), now, time)).toBe('');
  expect(mutedWords(member('cy'), now, time)).toBe('');
});
