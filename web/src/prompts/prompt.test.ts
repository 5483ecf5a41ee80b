import { expect, test } from 'vitest';
import { folded, linesOf, shares, sizeOf, titleOf, wholeOf, whyGone, type ShownPart } from './prompt';

const parts: ShownPart[] = [
  { kind: 'instructions', tokens: 40, content: 'Be kind.' },
  { kind: 'message', tokens: 10, author: { id: 'u', name: 'Ada', kind: 'user' }, content: 'Hello' },
  { kind: 'memory', tokens: 0, title: 'tea', gone: 'forgotten' },
  { kind: 'message', tokens: 5, gone: 'deleted' },
];

test('the tokens of a prompt are summed by what they are for', () => {
  expect(shares({ parts, tokens: 55 })).toEqual([['instructions', 40], ['message', 15]]);
});

test('what a prompt has beyond its parts is the frame around them', () => {
  expect(shares({ parts, tokens: 70 })).toEqual([['instructions', 40], ['message', 15], ['frame', 15]]);
});

test('a long row of messages is one line, a short one is not', () => {
  const row = (length: number): ShownPart[] => Array.from({ length }, (_, i) => ({ kind: 'message', tokens: i, content: `${i}` }));
  const [rules, , memory] = parts as [ShownPart, ShownPart, ShownPart];
  expect(folded([rules, ...row(7), memory])).toEqual([rules, row(7), memory]);
  expect(folded([rules, ...row(6), memory])).toEqual([rules, ...row(6), memory]);
});

test('a part is named after who said it, where it stands, or what it is about', () => {
  expect(parts.map(titleOf)).toEqual(['', 'Ada', 'tea', '']);
  expect(linesOf({ file: 'a.md', from: 3, to: 3 })).toBe('a.md, line 3');
  expect(titleOf({ kind: 'knowledge', tokens: 3, source: { file: 'a.md', from: 3, to: 9 } })).toBe('a.md, lines 3–9');
});

test('what is gone says why, also for a reason of a newer server', () => {
  expect(whyGone('forgotten')).toBe('It was forgotten since.');
  expect(whyGone('eaten')).toBe('It is not there any more.');
});

test('a prompt without a limit is the whole of its own bar', () => {
  expect(sizeOf({ tokens: 84, budget: 4096 })).toBe('84 of at most 4096 tokens');
  expect(sizeOf({ tokens: 84, budget: 2_147_483_135 })).toBe('84 tokens');
  expect([wholeOf({ tokens: 84, budget: 4096 }), wholeOf({ tokens: 84, budget: 2_147_483_135 })]).toEqual([4096, 84]);
});
