import { expect, test } from 'vitest';
import { standing, standsAtEnd, wouldNotFollow, type BranchParts } from './branches';

type Said = { id: string; seq: number; variantOf?: string; afterId?: string };

/** Messages by id in the order of their seq: `b=a` stands in the place of a, `c>a` follows a. */
function said(...all: string[]): Said[] {
  return all.map((text, index) => {
    const [, id, variantOf, afterId] = /^(\w+)(?:=(\w+))?(?:>(\w+))?$/.exec(text)!;
    return { id: id!, seq: index + 1, ...(variantOf ? { variantOf } : {}), ...(afterId ? { afterId } : {}) };
  });
}
const shown = (messages: Said[], parts: Partial<BranchParts<Said>> = {}) => standing({ messages, isTree: true, ...parts }).map(({ id }) => id);
const chosen = (choices: Record<string, string>) => ({ chosen: new Map(Object.entries(choices)) });

test('where nothing was written twice everything stands as it came', () => {
  expect(shown(said('q', 'a', 'r', 'b'))).toEqual(['q', 'a', 'r', 'b']);
  expect(shown(said('q', 'a', 'r', 'b'), { isTree: false })).toEqual(['q', 'a', 'r', 'b']);
});

test('of an answer that was written anew the newest stands, and what follows is said after it', () => {
  const talk = said('q', 'a', 'a2=a', 'r');
  expect(shown(talk)).toEqual(['q', 'a2', 'r']);
  expect(standing({ messages: talk, isTree: true })[1]).toMatchObject({ place: 'a', variants: ['a', 'a2'], seq: 3 });
});

test('who steps back to the older answer leaves what was said after the newer', () => {
  expect(shown(said('q', 'a', 'a2=a', 'r'), chosen({ a: 'a' }))).toEqual(['q', 'a']);
});

test('what was said on the older branch stands there and nowhere else', () => {
  const talk = said('q', 'a', 'a2=a', 'r>a', 's');
  expect(shown(talk, chosen({ a: 'a' }))).toEqual(['q', 'a', 'r', 's']);
  expect(shown(talk)).toEqual(['q', 'a2']);
});

test('a question in other words begins a branch with its own answers', () => {
  const talk = said('q', 'a', 'q2=q', 'b', 'r');
  expect(shown(talk)).toEqual(['q2', 'b', 'r']);
  expect(shown(talk, chosen({ q: 'q' }))).toEqual(['q', 'a']);
});

test('a question further down follows whatever the first in its place follows', () => {
  const talk = said('p', 'z', 'q', 'a', 'q2=q', 'b');
  expect(shown(talk)).toEqual(['p', 'z', 'q2', 'b']);
  expect(shown(talk, chosen({ q: 'q' }))).toEqual(['p', 'z', 'q', 'a']);
});

test('a branch of a branch stands only where both were chosen', () => {
  const talk = said('q', 'a', 'q2=q', 'b', 'b2=b');
  expect(shown(talk)).toEqual(['q2', 'b2']);
  expect(shown(talk, chosen({ b: 'b' }))).toEqual(['q2', 'b']);
  expect(shown(talk, chosen({ q: 'q', b: 'b' }))).toEqual(['q', 'a']);
});

test('elsewhere a variant takes the place of the first, and nothing moves', () => {
  const talk = said('q', 'a', 'r', 'a2=a', 's');
  expect(shown(talk, { isTree: false })).toEqual(['q', 'a2', 'r', 's']);
  expect(shown(talk, { isTree: false, ...chosen({ a: 'a' }) })).toEqual(['q', 'a', 'r', 's']);
  expect(standing({ messages: talk, isTree: false })[1]).toMatchObject({ id: 'a2', seq: 2, variants: ['a', 'a2'] });
});

test('an answer that is being written stands in the place that it will have', () => {
  const coming = [{ id: 'a2', variantOf: 'a' }];
  expect(shown(said('q', 'a', 'r'), { isTree: false, coming })).toEqual(['q', 'a2', 'r']);
  expect(shown(said('q', 'a', 'r', 'b'), { coming })).toEqual(['q', 'a2']);
  expect(shown(said('q', 'a', 'r', 'b'), { coming, ...chosen({ a: 'a' }) })).toEqual(['q', 'a', 'r', 'b']);
  expect(standing({ messages: said('q', 'a'), isTree: true, coming })[1]).toMatchObject({ message: undefined, variants: ['a', 'a2'] });
});

test('an answer of a question that comes as a variant of one that is coming is none of these', () => {
  expect(shown(said('q', 'a'), { coming: [{ id: 'b' }] })).toEqual(['q', 'a']);
});

test('a chosen one that is not there any more gives way to the newest', () => {
  expect(shown(said('q', 'a', 'a2=a'), chosen({ a: 'gone' }))).toEqual(['q', 'a2']);
});

test('where the first is further back than what is loaded, the rest stand where they are', () => {
  const talk = said('a2=a', 'r', 'a3=a', 's');
  expect(shown(talk, { isTree: false })).toEqual(['a3', 'r', 's']);
  expect(shown(talk)).toEqual(['a3', 's']);
  expect(shown(said('r>x', 's'))).toEqual(['r', 's']);
});

test('who writes on an older branch says after what, and nobody else does', () => {
  const talk = said('q', 'a', 'a2=a', 'r');
  const on = (choices: Record<string, string>) => wouldNotFollow(standing({ messages: talk, isTree: true, ...chosen(choices) }), talk);
  expect(on({})).toBeUndefined();
  expect(on({ a: 'a' })).toBe('a');
  expect(wouldNotFollow([], [])).toBeUndefined();
});

test('an answer that is being written stands below all else, unless its question is on another branch', () => {
  const talk = said('q', 'a', 'q2=q');
  const on = (choices: Record<string, string>) => standing({ messages: talk, isTree: true, ...chosen(choices) });
  const answer = { id: 'b', parentId: 'q2' };
  expect(standsAtEnd(answer, on({}), talk, true)).toBe(true);
  expect(standsAtEnd(answer, on({ q: 'q' }), talk, true)).toBe(false);
  expect(standsAtEnd(answer, on({ q: 'q' }), talk, false)).toBe(true);
  expect(standsAtEnd({ id: 'c', parentId: 'elsewhere' }, on({}), talk, true)).toBe(true);
  expect(standsAtEnd({ id: 'a2', variantOf: 'a', parentId: 'q' }, on({ q: 'q', a: 'a' }), talk, true)).toBe(false);
});
