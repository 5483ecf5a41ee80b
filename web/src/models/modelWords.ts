import type { ModelInfo, PriceInfo } from '../protocol/wire';
import { bytes, count } from '../ui/figures';

/** As many tokens as there can be: the engine sets no bound. */
const boundless = 2_147_483_647;

const engines: Record<string, string> = { llama: 'llama.cpp', openai: 'OpenAI-compatible', anthropic: 'Anthropic', intents: 'Built in' };

export const engineOf = ({ type }: ModelInfo): string => engines[type] ?? type;

/** Its name; where others have the same one, its id. */
export const labelOf = (model: ModelInfo, all: readonly ModelInfo[]): string =>
  all.some((other) => other.id !== model.id && other.name === model.name) ? model.id : model.name;

/** Whether it has weights here that can be loaded and unloaded. */
export const isLocal = ({ type }: ModelInfo): boolean => type === 'llama';

/** Whether it can go: the built-in agent is part of the program. */
export const isRemovable = ({ type }: ModelInfo): boolean => type !== 'intents';

export function stateOf({ state, busy, loaded }: ModelInfo): string {
  switch (state) {
    case 'ready':
      return busy ? `Writing ${busy === 1 ? 'an answer' : `${busy} answers`}` : 'Ready';
    case 'loading':
      return loaded === undefined ? 'Loading' : `Loading, ${Math.floor(loaded * 100)} %`;
    case 'unloaded':
      return 'Not loaded';
    case 'failed':
      return 'Failed';
    default:
      return state;
  }
}

const priceOf = ({ input, output }: PriceInfo): string => `${input} in, ${output} out per million tokens`;

/** What is known of a model, each with its name. */
export function factsOf(model: ModelInfo): [name: string, value: string][] {
  const facts: [string, string | undefined][] = [
    ['Architecture', model.architecture],
    ['Parameters', model.parameters === undefined ? undefined : count(model.parameters)],
    ['Quantisation', model.quantisation],
    ['Size', model.size === undefined ? undefined : bytes(model.size)],
    ['Memory', model.memoryBytes === undefined ? undefined : bytes(model.memoryBytes)],
    ['Context', model.contextLength === 0 ? undefined : model.contextLength >= boundless ? 'Unlimited' : `${model.contextLength.toLocaleString()} tokens`],
    ['Price', model.price && priceOf(model.price)],
  ];
  return facts.filter((fact): fact is [string, string] => fact[1] !== undefined && fact[1] !== '');
}
