import { expect, test } from 'vitest';
import type { Message } from '../protocol/wire';
import type { Reply } from '../replies/Reply.svelte';
import { bot, grace, me } from '../testing/FakeServer';
import { standing } from './branches';
import { newSince, timeline, type TimelineParts } from './timeline';

const message = (seq: number, createdAt: string, author: Message['author'] = grace): Message => ({
  id: `m-${seq}`, roomId: 'general', seq, rev: seq, author, content: 'x', createdAt, status: 'complete',
});

const show = ({ messages = [], replies = [], ...parts }: Partial<TimelineParts> & { messages?: Message[] }) =>
  timeline({ standing: standing({ messages, isTree: false }), pending: [], replies, atEnd: replies, notices: [], myId: me.id, ...parts }).map((entry) =>
    'isFirst' in entry ? `${nameOf(entry)}${entry.isFirst ? '*' : ''}` : entry.kind === 'day' ? 'day' : nameOf(entry),
  );
const nameOf = ({ key }: { key: string }) => key.replace(/^(message|notice):/, '');

test('messages of one author close together stand under one name', () => {
  const messages = [message(1, '2026-01-31T12:00:00Z'), message(2, '2026-01-31T12:03:00Z'), message(3, '2026-01-31T12:09:00Z')];
  expect(show({ messages })).toEqual(['day', 'm-1*', 'm-2', 'm-3*']);
});

test('another author, another day and every answer begin anew', () => {
  const messages = [
    message(1, '2026-01-30T12:00:00Z'), message(2, '2026-01-30T12:00:01Z', me),
    message(3, '2026-01-30T12:00:02Z', bot), message(4, '2026-01-30T12:00:03Z', bot), message(5, '2026-01-31T12:00:00Z', bot),
  ];
  expect(show({ messages })).toEqual(['day', 'm-1*', 'm-2*', 'm-3*', 'm-4*', 'day', 'm-5*']);
});

test('comings and goings stand where they happened, and those before the window are left out', () => {
  const messages = [message(5, '2026-01-31T12:00:00Z'), message(6, '2026-01-31T12:00:01Z')];
  const notices = [{ id: 'old', text: '', afterSeq: 2 }, { id: 'n', text: '', afterSeq: 5 }, { id: 'end', text: '', afterSeq: 6 }];
  expect(show({ messages, notices })).toEqual(['day', 'm-5*', 'n', 'm-6*', 'end']);
});

test('the line for new messages stands after the last one read', () => {
  const messages = [message(5, '2026-01-31T12:00:00Z'), message(6, '2026-01-31T12:00:01Z')];
  expect(show({ messages, readUpTo: 5 })).toEqual(['day', 'm-5*', 'new', 'm-6*']);
});

test('where more is new than is loaded, the line stands on top of it', () => {
  expect(show({ messages: [message(5, '2026-01-31T12:00:00Z')], readUpTo: 2 })).toEqual(['new', 'day', 'm-5*']);
  expect(show({ messages: [message(5, '2026-01-31T12:00:00Z')], readUpTo: 5 })).toEqual(['day', 'm-5*']);
});

test('there is a line when something came since one looked, and none on the first visit', () => {
  expect([newSince(undefined, 9), newSince(9, 9), newSince(4, 9), newSince(0, 1)]).toEqual([undefined, undefined, 4, 0]);
});

test('a pending message that the room already shows is not shown twice', () => {
  const messages = [message(1, '2026-01-31T12:00:00Z', me)];
  const pending = ['m-1', 'p-2'].map((id) => ({ id, roomId: 'general', content: 'x', createdAt: '2026-01-31T12:00:05Z', status: 'sent' as const }));
  expect(show({ messages, pending })).toEqual(['day', 'm-1*', 'p-2']);
});

test('no two entries have the same key, whatever ids people choose and whatever the clocks say', () => {
  const ids = ['notice:n', 'n', 'new', 'day:message:new', 'notice-1'];
  const days = ['2026-01-31T12:00:00Z', '2026-01-30T12:00:00Z', '2026-01-31T12:00:00Z', '2026-01-30T12:00:00Z', '2026-01-31T12:00:00Z'];
  const entries = timeline({
    standing: standing({ messages: ids.map((id, index) => ({ ...message(index + 1, days[index]!), id })), isTree: false }),
    pending: [{ id: 'notice-2', roomId: 'general', content: '', createdAt: days[0]!, status: 'waiting' }],
    replies: [],
    atEnd: [],
    notices: ['notice-1', 'notice-2', 'n'].map((id) => ({ id, text: '', afterSeq: 2 })),
    myId: me.id,
    readUpTo: 2,
  });
  expect(entries.filter((entry) => entry.kind === 'day')).toHaveLength(5);
  expect(new Set(entries.map((entry) => entry.key)).size).toBe(entries.length);
});

test('an answer that is being written anew stands in the place of the old one, under its key, and is not new', () => {
  const messages = [message(1, '2026-01-31T12:00:00Z'), message(2, '2026-01-31T12:00:01Z', bot), message(3, '2026-01-31T12:00:02Z')];
  const reply = { messageId: 'm-9', variantOf: 'm-2' } as Reply;
  const places = standing({ messages, isTree: false, coming: [{ id: 'm-9', variantOf: 'm-2' }] });
  const entries = timeline({ standing: places, pending: [], replies: [reply], atEnd: [], notices: [], myId: me.id, readUpTo: 3 });
  expect(entries.map(({ kind, key }) => `${kind} ${key}`)).toEqual(['day day:message:m-1', 'message message:m-1', 'reply message:m-2', 'message message:m-3']);
});
