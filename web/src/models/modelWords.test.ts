import { expect, test } from 'vitest';
import type { ModelInfo } from '../protocol/wire';
import { factsOf, labelOf, stateOf } from './modelWords';

const model = (more: Partial<ModelInfo>): ModelInfo => ({
  id: 'a', name: 'A', type: 'llama', contextLength: 4096, capabilities: [], state: 'ready', isDefault: false, ...more,
});

test('a model goes by its name, and by its id where two have the same name', () => {
  const [one, two, three] = [model({}), model({ id: 'b' }), model({ id: 'c', name: 'C' })];
  expect([one, two, three].map((each) => labelOf(each, [one, two, three]))).toEqual(['a', 'b', 'C']);
});

test('a state is told with what one would ask next', () => {
  expect(stateOf(model({ busy: 1 }))).toBe('Writing an answer');
  expect(stateOf(model({ busy: 3 }))).toBe('Writing 3 answers');
  expect(stateOf(model({ state: 'loading', loaded: 0.419 }))).toBe('Loading, 41 %');
  expect(stateOf(model({ state: 'unloaded' }))).toBe('Not loaded');
  expect(stateOf(model({ state: 'resting' }))).toBe('resting');
});

test('only what is known of a model is shown', () => {
  const known = model({ parameters: 494_032_768, quantisation: 'Q4_0', size: 429_000_000, price: { input: 0.15, output: 0.6 } });
  expect(factsOf(known)).toEqual([
    ['Parameters', '494 M'], ['Quantisation', 'Q4_0'], ['Size', '429 MB'], ['Context', `${(4096).toLocaleString()} tokens`],
    ['Price', '0.15 in, 0.6 out per million tokens'],
  ]);
  expect(factsOf(model({ contextLength: 2_147_483_647 }))).toEqual([['Context', 'Unlimited']]);
  expect(factsOf(model({ contextLength: 0 }))).toEqual([]);
});
