import { expect, test } from 'vitest';
import { toggled } from './toggled';
import { whoReacted } from './whoReacted';

test('the first of an emoji comes last, and goes when its last one is taken away', () => {
  const one = toggled([{ emoji: '👍', count: 1, userIds: ['b'] }], '🎉', 'a');
  expect(one).toEqual({ on: true, reactions: [{ emoji: '👍', count: 1, userIds: ['b'] }, { emoji: '🎉', count: 1, userIds: ['a'] }] });
  expect(toggled(one.reactions, '🎉', 'a')).toEqual({ on: false, reactions: [{ emoji: '👍', count: 1, userIds: ['b'] }] });
});

test('one more of an emoji that is there is counted with it', () => {
  expect(toggled([{ emoji: '👍', count: 70, userIds: ['b'] }], '👍', 'a').reactions).toEqual([{ emoji: '👍', count: 71, userIds: ['b', 'a'] }]);
});

test('says who reacted: oneself first, those who are gone as a number', () => {
  const names: Record<string, string> = { b: 'Ben', c: 'Cy' };
  const who = (count: number, ...userIds: string[]) => whoReacted({ emoji: '👍', count, userIds }, (id) => names[id], 'a');
  expect(who(1, 'a')).toBe('You');
  expect(who(3, 'b', 'a', 'c')).toBe('You, Ben and Cy');
  expect(who(5, 'b', 'gone')).toBe('Ben and 4 more');
  expect(who(2, 'gone', 'gone2')).toBe('2 people');
});
