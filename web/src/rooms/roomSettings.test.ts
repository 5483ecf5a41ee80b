import { expect, test } from 'vitest';
import type { Room } from '../protocol/wire';
import { changesIn, formOf, problemsOf, warningOf } from './roomSettings';

const room: Room = {
  id: 'tea', name: 'Tea', kind: 'group', visibility: 'public', assistantMode: 'mention', userCount: 1, createdAt: '2026-01-31T08:00:00Z', seq: 0, rev: 0,
  topic: 'Leaves', historyDays: 90,
};

test('a form that nobody touched changes nothing', () => {
  const form = formOf(room);
  expect(changesIn(form, { ...form })).toEqual({});
  expect(changesIn(form, { ...form, name: ' Tea ', topic: 'Leaves ' })).toEqual({});
});

test('what was changed is told, and nothing else; without a limit is 0', () => {
  const form = formOf(room);
  expect(changesIn(form, { ...form, name: 'Tea room', topic: '', historyDays: 0, uploads: false })).toEqual({
    roomName: 'Tea room', topic: '', historyDays: 0, uploads: false,
  });
});

test('what the server would refuse is said beside its field', () => {
  const form = formOf(room);
  expect(problemsOf(form)).toEqual({});
  expect(Object.keys(problemsOf({ ...form, name: '  ', historyDays: 1.5, maxUsers: 1, topic: 'x'.repeat(251) }))).toEqual(['name', 'topic', 'historyDays', 'maxUsers']);
  expect(problemsOf({ ...form, historyDays: NaN })).toHaveProperty('historyDays');
});

test('who keeps less history is warned', () => {
  const form = formOf(room);
  expect(warningOf(form, { ...form, historyDays: 30 })).toContain('older than 30 days');
  expect(warningOf(form, { ...form, historyDays: 365 })).toBe('');
  expect(warningOf(form, { ...form, historyDays: 0 })).toBe('');
  expect(warningOf({ ...form, historyDays: 0 }, { ...form, historyDays: 365 })).not.toBe('');
});

test('tools are agreed to by name, in whatever order', () => {
  const before = formOf({ ...room, tools: ['weather', 'maps'] });
  expect(changesIn(before, { ...before, tools: ['maps', 'weather'] })).toEqual({});
  expect(changesIn(before, { ...before, tools: ['maps'], memory: false })).toEqual({ tools: ['maps'], memory: false });
});
