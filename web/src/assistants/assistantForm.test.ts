import { expect, test } from 'vitest';
import { bodyOf, emptyForm, formOf, problemsOf, roughTokens } from './assistantForm';
import type { AssistantInfo } from './AssistantsApi';

const rex: AssistantInfo = {
  id: 'assistant:rex', name: 'Rex', handle: 'Rex', tools: ['time'], memory: false, hasKnowledge: false, owner: 'u-ada', isYours: true, instructions: 'Bark.',
  options: { model: 'tiny', temperature: 0.2, seed: 7 }, triggers: ['ball', 'walk'], picture: '🐕', mode: 'smart',
};

test('a form that nobody touched is the same assistant again, with what it has no field for', () => {
  const { id: _, hasKnowledge: __, owner: ___, isYours: ____, ...body } = rex;
  expect(bodyOf(formOf(rex), rex.options)).toEqual(body);
});

test('what is left empty is not said', () => {
  expect(bodyOf({ ...emptyForm, name: ' Rex ', instructions: 'Bark.' })).toEqual({ name: 'Rex', instructions: 'Bark.', memory: true });
});

test('a strategy takes the place of a model', () => {
  expect(bodyOf({ ...formOf(rex), choice: 'strategy:balanced', temperature: '' }, rex.options)).toMatchObject({ options: { strategy: 'balanced', seed: 7 } });
});

test('what the server would refuse is said beside its field', () => {
  expect(problemsOf(formOf(rex))).toEqual({});
  expect(Object.keys(problemsOf(emptyForm))).toEqual(['name']);
  expect(Object.keys(problemsOf({ ...formOf(rex), handle: 'Re x', temperature: '3', topP: '0', maxTokens: '1.5' }))).toEqual(['handle', 'temperature', 'topP', 'maxTokens']);
  expect(problemsOf({ ...emptyForm, name: 'Code Reviewer' })).toHaveProperty('handle');
});

test('a text is counted in about as many tokens as models do', () => expect(roughTokens('Be kind and short.')).toBe(5));
