import { expect, test } from 'vitest';
import type { Room } from '../protocol/wire';
import { factsOf } from './roomFacts';

const room: Room = {
  id: 'tea', name: 'Tea', kind: 'group', visibility: 'public', assistantMode: 'mention', userCount: 1, createdAt: '2026-01-31T08:00:00Z', seq: 0, rev: 0,
};

test('a room is told in words, without limits that it does not have', () => {
  expect(factsOf(room)).toEqual([
    ['Topic', 'None'], ['Who may come in', 'Public'], ['Assistants answer', 'When named'], ['Files', 'Members may send them'],
    ['Memory', 'Assistants may remember what is said here'], ['Messages are kept', 'For ever'],
  ]);
});

test('limits are told where there are any', () => {
  const facts = Object.fromEntries(factsOf({ ...room, topic: 'Leaves', historyDays: 45, slowModeSeconds: 30, maxUsers: 9, isTemporary: true, tools: ['files'], memory: false }));
  expect(facts).toMatchObject({
    Topic: 'Leaves', 'Messages are kept': '45 days', 'Slow mode': 'One message in 30 seconds', 'Most members': '9', 'Tool servers': 'files',
    Memory: 'Assistants remember nothing of it',
  });
  expect(facts).toHaveProperty('Temporary');
});

test('of a chat and of a direct room only that is told which can be otherwise', () => {
  expect(factsOf({ ...room, kind: 'chat' }).map(([label]) => label)).toEqual(['Files', 'Memory', 'Messages are kept']);
  expect(factsOf({ ...room, kind: 'direct' }).map(([label]) => label)).toEqual(['Assistants answer', 'Files', 'Memory', 'Messages are kept']);
});
