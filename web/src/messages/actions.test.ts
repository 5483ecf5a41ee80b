import { expect, test } from 'vitest';
import type { Message, Room } from '../protocol/wire';
import { bot, FakeServer, grace, me } from '../testing/FakeServer';
import { actionsOn, quoted, type ActionName } from './actions';

const info: Room = new FakeServer().room;
const message = (change: Partial<Message> = {}): Message => ({
  id: 'm', roomId: 'general', seq: 1, rev: 1, author: grace, content: 'one\ntwo', createdAt: '2026-01-31T12:00:00Z', status: 'complete', ...change,
});
const now = Date.parse('2026-01-31T12:00:00Z');
const on = (change: Partial<Message>, place: Partial<Parameters<typeof actionsOn>[1]> = {}) =>
  [...actionsOn(message(change), { info, role: 'member', me: {}, ...place }, me.id, now)].sort();
const names = (...actions: ActionName[]) => actions.sort();

test('one edits and deletes one\'s own, and reports another\'s', () => {
  expect(on({ author: me })).toEqual(names('react', 'thread', 'quote', 'copy', 'link', 'edit', 'delete'));
  expect(on({})).toEqual(names('react', 'thread', 'quote', 'copy', 'link', 'report'));
});

test('a moderator deletes anybody\'s, and edits nobody else\'s', () => {
  expect(on({}, { role: 'moderator' })).toContain('delete');
  expect(on({}, { role: 'owner' })).not.toContain('edit');
});

test('answers of assistants are rated', () => {
  expect(on({ author: bot })).toContain('rate');
  expect(on({})).not.toContain('rate');
});

test('an answer is written anew, one that was cut also gone on with, and shows what it was made of', () => {
  expect(on({ author: bot })).toContain('regenerate');
  expect(on({ author: bot })).not.toContain('continue');
  expect(on({ author: bot, status: 'cancelled' })).toContain('continue');
  expect(on({ author: bot, status: 'error', content: '' })).not.toContain('continue');
  expect(on({ author: bot })).not.toContain('prompt');
  const generation = { model: 'tiny', strategy: 'default', reason: '', usage: { promptTokens: 1, completionTokens: 1 } };
  expect(on({ author: bot, generation })).toContain('prompt');
  expect(on({ author: bot, generation: { ...generation, isCut: true } })).toContain('continue');
  expect(on({ author: me })).not.toContain('regenerate');
  expect(on({ author: me }, { info: { ...info, kind: 'chat' } })).toContain('regenerate');
});

test('what is deleted or said by the system has nothing left to do but to be linked', () => {
  expect(on({ deletedAt: '2026-01-31T12:00:00Z' })).toEqual(['link']);
  expect(on({ deletedAt: '2026-01-31T12:00:00Z', thread: { replies: 1, lastSeq: 2, lastAt: '' } })).toEqual(['link', 'thread']);
  expect(on({ author: { id: 'system', name: 'Confab', kind: 'system' } })).toEqual(['copy', 'link']);
});

test('who is muted writes and edits nothing, and in an archived room nobody changes anything', () => {
  expect(on({ author: me }, { me: { mutedUntil: '2026-01-31T12:10:00Z' } })).toEqual(names('react', 'copy', 'link', 'delete'));
  expect(on({ author: me }, { me: { mutedUntil: '2026-01-31T11:50:00Z' } })).toContain('edit');
  expect(on({ author: me }, { info: { ...info, archivedAt: '2026-01-31T11:00:00Z' }, role: 'owner' })).toEqual(['copy', 'link']);
});

test('there is no thread in a thread', () => expect(on({ threadId: 'm-1' })).not.toContain('thread'));

test('a quotation says whose it is and quotes every line', () => expect(quoted(message())).toBe('> **grace:** one\n> two\n\n'));
