import { expect, test } from 'vitest';
import { memoryStore } from '../ui/storage';
import { initial, keepSettings, problemsOf, readSettings, requestsOf, type PlaygroundSettings } from './settings';

const settings = (more: Partial<PlaygroundSettings>): PlaygroundSettings => ({ ...initial, prompt: 'Hello', maxTokens: null, choice: '', ...more });

test('a prompt alone asks for nothing else', () => {
  expect(requestsOf(settings({}))).toEqual([{ prompt: 'Hello', options: {} }]);
});

test('a strategy and a model are asked for by their names', () => {
  expect(requestsOf(settings({ choice: 'strategy:round-robin' }))[0]!.options).toEqual({ strategy: 'round-robin' });
  expect(requestsOf(settings({ choice: 'model:a:b' }))[0]!.options).toEqual({ model: 'a:b' });
});

test('comparing asks each ticked model the same', () => {
  const asked = requestsOf(settings({ isComparing: true, compared: ['a', 'b'], choice: 'strategy:random', seed: 7, temperature: 0, stops: 'END\n\n###' }));
  const sampling = { seed: 7, temperature: 0, stopSequences: ['END', '###'] };
  expect(asked).toEqual([{ prompt: 'Hello', options: { model: 'a', ...sampling } }, { prompt: 'Hello', options: { model: 'b', ...sampling } }]);
});

test('a system prompt goes before the prompt, unless it is put away or blank', () => {
  expect(requestsOf(settings({ hasSystem: true, system: 'Be brief.' }))[0]).toEqual({
    messages: [{ role: 'system', content: 'Be brief.' }, { role: 'user', content: 'Hello' }], options: {},
  });
  expect(requestsOf(settings({ hasSystem: true, system: '  ' }))[0]!.prompt).toBe('Hello');
  expect(requestsOf(settings({ system: 'Be brief.' }))[0]!.prompt).toBe('Hello');
});

test('what is out of its limits is named before anything is sent', () => {
  const wrong = settings({ prompt: ' ', isComparing: true, maxTokens: 5000, temperature: 2.1, topP: 0, seed: 1.5, stops: 'x'.repeat(257) });
  expect(Object.keys(problemsOf(wrong, 4096))).toEqual(['prompt', 'compared', 'maxTokens', 'temperature', 'topP', 'seed', 'stops']);
  expect(problemsOf(wrong, 4096).maxTokens).toContain('4096');
  expect(problemsOf(settings({ maxTokens: 4096, temperature: 2, topP: 1, seed: -1, stops: '1\n2\n3\n4\n5\n6\n7\n8' }), 4096)).toEqual({});
});

test('the form is there again on the next visit, for the same person', () => {
  const store = memoryStore();
  const kept = settings({ compared: ['a'], isComparing: true, temperature: 0.5, view: 'plain' });
  keepSettings(store, 'u-ada', kept);
  expect(readSettings(store, 'u-ada')).toEqual(kept);
  expect(readSettings(store, 'u-grace')).toEqual(initial);
});

test('what cannot be read of a kept form is left out, and the rest is taken', () => {
  const store = memoryStore();
  store.set('confab.playground.u-ada', '{"prompt":"Hi","compared":"all","temperature":"hot","seed":5,"maxTokens":null,"isComparing":1}');
  expect(readSettings(store, 'u-ada')).toEqual({ ...initial, prompt: 'Hi', seed: 5, maxTokens: null });
  store.set('confab.playground.u-ada', 'null');
  expect(readSettings(store, 'u-ada')).toEqual(initial);
});
