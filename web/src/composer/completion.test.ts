import { expect, test } from 'vitest';
import { bot, grace, me } from '../testing/FakeServer';
import { calledBy, complete, nameStart, offers } from './completion';

const members = [me, grace, bot].map((author) => ({ ...author, status: 'online' as const }));
const names = (text: string) => {
  const start = nameStart(text, text.length);
  return start && offers(members, start, me.id).map((member) => member.name);
};

test('@ offers everybody else, assistants first', () => expect(names('hello @')).toEqual(['AIBot', 'grace']));
test('what is typed narrows it down', () => expect(names('hello @gr')).toEqual(['grace']));
test('/ offers assistants, at the start alone', () => {
  expect(names('/')).toEqual(['AIBot']);
  expect(names('and/')).toBeNull();
  expect(names('either /')).toBeNull();
});
test('an address of mail offers nobody', () => expect(names('ada@')).toBeNull());

test('the name takes the place of what was typed, and the caret stands behind it', () => {
  const text = 'ask @ai now';
  expect(complete(text, nameStart(text, 7)!, 'AIBot')).toEqual({ text: 'ask @AIBot now', caret: 11 });
});

test('an assistant is offered by its name and called by its handle', () => {
  const reviewer = { id: 'r', name: 'Code Reviewer', kind: 'assistant' as const, status: 'online' as const, assistant: { handle: 'Reviewer' } };
  const found = (text: string) => offers([...members, reviewer], nameStart(text, text.length)!, me.id).map(calledBy);
  expect(found('@code')).toEqual(['Reviewer']);
  expect(found('/rev')).toEqual(['Reviewer']);
});
