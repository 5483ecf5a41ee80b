import { expect, test } from 'vitest';
import { readImport } from './importPreview';
import type { Memory } from './MemoryApi';
import { byTier, scopeName, sourceOf, sureness, usedWords } from './memoryWords';

const memory: Memory = {
  id: 'y', assistantId: 'assistant:aibot', tier: 'long_term', scope: 'room', content: 'Ada likes tea', confidence: 1, createdAt: '2026-01-31T08:00:00Z',
  updatedAt: '2026-01-31T08:00:00Z', uses: 0, mayChange: true, userId: 'u-ada', roomId: 'general', sourceMessageId: 'm', sourceRoomId: 'general',
};
const known = {
  myId: 'u-ada', roomName: (id: string) => (id === 'general' ? 'General' : undefined), authorOf: () => 'Ada', personName: () => undefined,
};

test('a memory says who may see it and where it comes from', () => {
  expect(scopeName(memory, known)).toBe('Readers of General');
  expect(scopeName({ ...memory, scope: 'private' }, known)).toBe('Only you');
  expect(sourceOf(memory, known)).toBe('from Ada’s message in General');
  expect(sourceOf({ ...memory, sourceRoomId: 'elsewhere' }, { ...known, authorOf: () => undefined })).toBe('from a message');
  expect(sourceOf({ ...memory, sourceMessageId: undefined }, known)).toBe('');
});

test('how sure and how used it is, is said where it matters', () => {
  expect([1, 0.6, 0.2].map(sureness)).toEqual(['', 'fairly sure', 'unsure']);
  expect(usedWords(memory)).toBe('not used yet');
  expect(usedWords({ uses: 2, lastUsedAt: new Date().toISOString() })).toBe('used 2 times, last today');
});

test('memories stand by their kind, and no kind without any', () => {
  expect(byTier([memory, { ...memory, id: 'z', tier: 'episodic' }]).map(([tier, some]) => [tier, some.length])).toEqual([['long_term', 1], ['episodic', 1]]);
});

test('a file of another program says what it will bring', () => {
  const { preview } = readImport(JSON.stringify({
    shortTerm: [{ role: 'user', content: 'hello' }], longTerm: { profile: { likes: ['tea', 'cake'] } }, semantic: { pi: { value: 3.14 } }, episodic: [{ summary: 'We met' }],
  }));
  expect(preview.counts).toEqual([['About people', 1], ['Known', 1], ['Happened', 1], ['Brought in', 1]]);
  expect(preview.samples).toEqual(['likes: tea, cake', 'pi: 3.14', 'We met', 'hello']);
});

test('an export of one’s own is read by its memories alone', () => {
  const { preview } = readImport(JSON.stringify({ longTerm: { a: 'b' }, memories: [memory] }));
  expect(preview).toEqual({ counts: [['About people', 1]], samples: ['Ada likes tea'] });
});

test('what is no file of memories is refused in words', () => {
  expect(() => readImport('no')).toThrow('no JSON');
  expect(() => readImport('[]')).toThrow('no memories');
  expect(() => readImport('{"a":1}')).toThrow('no memories');
});
