import { expect, test } from 'vitest';
import { argumentsOf, stateOf, toolName } from './toolWords';

test('a call is said in words', () => {
  expect(toolName({ name: 'search_room' })).toBe('search room');
  expect(stateOf({ id: 'c', name: 'time', status: 'running' })).toBe('running');
  expect(stateOf({ id: 'c', name: 'time', status: 'done', durationMs: 0.2 })).toBe('done in 1 ms');
  expect(stateOf({ id: 'c', name: 'time', status: 'failed', durationMs: 2_500 })).toBe('failed in 2.50 s');
});

test('what a tool was told stands a line each, and whatever is no object as it came', () => {
  expect(argumentsOf('{"words":"green tea","limit":3}')).toBe('words: green tea\nlimit: 3');
  expect(argumentsOf('{}')).toBe('');
  expect(argumentsOf('not json')).toBe('not json');
  expect(argumentsOf(undefined)).toBe('');
});
