import { expect, test } from 'vitest';
import type { Cursor, Message } from '../protocol/wire';
import { Reply } from '../replies/Reply.svelte';
import { bot, grace, me } from '../testing/FakeServer';
import { marksOf } from './marks';
import { readersOf } from './readers';

const message = (seq: number, author: Message['author'] = me): Message => ({
  id: `m-${seq}`, roomId: 'general', seq, rev: seq, author, content: 'x', createdAt: '2026-01-31T12:00:00Z', status: 'complete',
});
const cursor = (memberId: string, deliveredSeq: number, readSeq: number): Cursor => ({ memberId, deliveredSeq, readSeq });
const marks = (messages: Message[], ...cursors: Cursor[]) => Object.fromEntries(marksOf(messages, me.id, cursors));

test('the newest of one\'s own bears a mark, and the newest that came further', () => {
  const messages = [message(1), message(2), message(3), message(4, grace), message(5), message(6)];
  expect(marks(messages)).toEqual({ 'm-6': 'sent' });
  expect(marks(messages, cursor(grace.id, 5, 2))).toEqual({ 'm-6': 'sent', 'm-5': 'delivered', 'm-2': 'read' });
  expect(marks(messages, cursor(grace.id, 6, 6))).toEqual({ 'm-6': 'read' });
});

test('says of each member how far a message has come with them', () => {
  const members = [me, grace, bot, { ...grace, id: 'u-hal', name: 'hal' }].map((author) => ({ ...author, status: 'online' as const }));
  const words = (cursors: Cursor[], replies: Reply[] = []) =>
    readersOf(message(3), members, new Map(cursors.map((one) => [one.memberId, one])), replies, me.id).map(({ member, word }) => `${member.name} ${word ?? '-'}`);
  expect(words([cursor(grace.id, 3, 3), cursor('u-hal', 3, 2), cursor(bot.id, 3, 1)])).toEqual(['grace read', 'AIBot queued', 'hal delivered']);
  const reply = new Reply({ streamId: 's', messageId: 'a', author: bot, parentId: 'm-3', content: '', position: 0 }, undefined, () => {});
  expect(words([], [reply])).toEqual(['AIBot writing', 'grace -', 'hal -']);
});
