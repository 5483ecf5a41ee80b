import type { GenerationOptions, StartStreamRequest } from '../protocol/wire';
import { readJson, type KeyedStore } from '../ui/storage';

/** `strategy:balanced`, `model:qwen`, or empty: whatever the server takes by itself. */
export type Choice = '' | `strategy:${string}` | `model:${string}`;

/** What stands in the form. A number that is null is the model's own. */
export interface PlaygroundSettings {
  prompt: string;
  system: string;
  hasSystem: boolean;
  choice: Choice;
  isComparing: boolean;
  compared: string[];
  maxTokens: number | null;
  temperature: number | null;
  topP: number | null;
  seed: number | null;
  /** One on each line. */
  stops: string;
  view: 'markdown' | 'plain';
}

export const strategies: readonly [name: string, title: string, hint: string][] = [
  ['balanced', 'Balanced', 'Quality, speed, price and load weighed together'],
  ['quality-first', 'Quality first', 'Whichever is likely to answer best'],
  ['speed-priority', 'Speed first', 'Whichever is likely to answer fastest'],
  ['cost-optimized', 'Lowest cost', 'Whichever costs least'],
  ['round-robin', 'Round robin', 'Each in its turn'],
  ['least-loaded', 'Least loaded', 'Whichever has least to do'],
  ['random', 'Random', 'Drawn by chance'],
  ['capability-match', 'Capability match', 'Whichever can do most of what is needed'],
];

/** The limits of Confab.Server/Generation/GenerationWishes.cs that the page must know before it asks. */
export const limits = { temperature: 2, stops: 8, stopLength: 256 } as const;

export const initial: PlaygroundSettings = {
  prompt: '', system: '', hasSystem: false, choice: 'strategy:balanced', isComparing: false, compared: [],
  maxTokens: 512, temperature: null, topP: null, seed: null, stops: '', view: 'markdown',
};

const keyFor = (userId: string): string => `confab.playground.${userId}`;

export function readSettings(store: KeyedStore, userId: string): PlaygroundSettings {
  const kept = readJson<Partial<PlaygroundSettings>>(store, keyFor(userId)) ?? {};
  // What an older page kept, or a hand changed, is taken where it is of the right kind.
  const fits = (key: keyof PlaygroundSettings) => {
    const [is, should] = [kept[key], initial[key]];
    if (Array.isArray(should)) return Array.isArray(is) && is.every((item) => typeof item === 'string');
    return typeof is === typeof should || (isNumberField(key) && (is === null || typeof is === 'number'));
  };
  const keys = Object.keys(initial) as (keyof PlaygroundSettings)[];
  return { ...initial, compared: [], ...Object.fromEntries(keys.filter(fits).map((key) => [key, kept[key]])) };
}

const isNumberField = (key: keyof PlaygroundSettings): boolean => ['maxTokens', 'temperature', 'topP', 'seed'].includes(key);

export const keepSettings = (store: KeyedStore, userId: string, settings: PlaygroundSettings): void =>
  store.set(keyFor(userId), JSON.stringify(settings));

const stopsOf = (settings: PlaygroundSettings): string[] => settings.stops.split('\n').filter((line) => line !== '');

export type SettingsField = 'prompt' | 'compared' | 'maxTokens' | 'temperature' | 'topP' | 'seed' | 'stops';

/** What must be put right before anything can be generated, by the field it is in. */
export function problemsOf(settings: PlaygroundSettings, mostTokens: number): Partial<Record<SettingsField, string>> {
  const { maxTokens, temperature, topP, seed } = settings;
  const stops = stopsOf(settings);
  const problems: Partial<Record<SettingsField, string>> = {};
  const demand = (holds: boolean, field: SettingsField, otherwise: string) => {
    if (!holds) problems[field] = otherwise;
  };
  demand(settings.prompt.trim() !== '', 'prompt', 'Write a prompt first.');
  demand(!settings.isComparing || settings.compared.length > 0, 'compared', 'Tick the models to compare.');
  demand(maxTokens === null || (Number.isInteger(maxTokens) && maxTokens >= 1 && maxTokens <= mostTokens), 'maxTokens', `A whole number from 1 to ${mostTokens}.`);
  demand(temperature === null || (temperature >= 0 && temperature <= limits.temperature), 'temperature', `From 0 to ${limits.temperature}.`);
  demand(topP === null || (topP > 0 && topP <= 1), 'topP', 'Above 0, and at most 1.');
  demand(seed === null || Number.isSafeInteger(seed), 'seed', 'A whole number.');
  demand(
    stops.length <= limits.stops && stops.every((stop) => stop.length <= limits.stopLength), 'stops',
    `At most ${limits.stops}, each of at most ${limits.stopLength} characters.`,
  );
  return problems;
}

export type OwnRequest = Pick<StartStreamRequest, 'prompt' | 'messages' | 'options'>;

/** What is asked of the server: one request for each column. */
export const requestsOf = (settings: PlaygroundSettings): OwnRequest[] =>
  settings.isComparing ? settings.compared.map((model) => requestOf(settings, { model })) : [requestOf(settings, chosen(settings.choice))];

function requestOf(settings: PlaygroundSettings, choice: GenerationOptions): OwnRequest {
  const { prompt, system, hasSystem } = settings;
  const options = { ...choice, ...samplingOf(settings) };
  if (!hasSystem || system.trim() === '') return { prompt, options };
  return { messages: [{ role: 'system', content: system }, { role: 'user', content: prompt }], options };
}

function samplingOf(settings: PlaygroundSettings): GenerationOptions {
  const { maxTokens, temperature, topP, seed } = settings;
  const stopSequences = stopsOf(settings);
  return {
    ...(maxTokens === null ? {} : { maxTokens }),
    ...(temperature === null ? {} : { temperature }),
    ...(topP === null ? {} : { topP }),
    ...(seed === null ? {} : { seed }),
    ...(stopSequences.length === 0 ? {} : { stopSequences }),
  };
}

/** What a choice asks of the router. */
export function chosen(choice: Choice): GenerationOptions {
  const at = choice.indexOf(':');
  const [kind, name] = [choice.slice(0, at), choice.slice(at + 1)];
  return kind === 'model' ? { model: name } : kind === 'strategy' ? { strategy: name } : {};
}
