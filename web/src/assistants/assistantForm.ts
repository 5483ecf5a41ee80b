import type { Choice } from '../playground/settings';
import type { AssistantMode, GenerationOptions } from '../protocol/wire';
import type { AssistantBody, AssistantInfo } from './AssistantsApi';

/** An assistant as its form holds it. Numbers are empty where the model's own count. */
export interface AssistantForm {
  name: string;
  handle: string;
  picture: string;
  description: string;
  instructions: string;
  choice: Choice;
  temperature: string;
  topP: string;
  maxTokens: string;
  /** Empty: as the room says. */
  mode: AssistantMode | '';
  /** One to a line, or between commas. */
  triggers: string;
  tools: readonly string[];
  memory: boolean;
}

export const maxInstructions = 16_384;

export const emptyForm: AssistantForm = {
  name: '', handle: '', picture: '', description: '', instructions: '', choice: '', temperature: '', topP: '', maxTokens: '', mode: '', triggers: '', tools: [], memory: true,
};

export const formOf = ({ options = {}, ...info }: AssistantInfo): AssistantForm => ({
  name: info.name,
  handle: info.handle,
  picture: info.picture ?? '',
  description: info.description ?? '',
  instructions: info.instructions ?? '',
  choice: options.model !== undefined ? `model:${options.model}` : options.strategy !== undefined ? `strategy:${options.strategy}` : '',
  temperature: options.temperature?.toString() ?? '',
  topP: options.topP?.toString() ?? '',
  maxTokens: options.maxTokens?.toString() ?? '',
  mode: info.mode ?? '',
  triggers: (info.triggers ?? []).join(', '),
  tools: info.tools,
  memory: info.memory,
});

/** What the server is told; `before` has the options that the form has no field for. */
export function bodyOf(form: AssistantForm, before: GenerationOptions = {}): AssistantBody {
  const { model: _, strategy: __, temperature: ___, topP: ____, maxTokens: _____, ...kept } = before;
  const [kind, name] = [form.choice.slice(0, form.choice.indexOf(':')), form.choice.slice(form.choice.indexOf(':') + 1)];
  const options: GenerationOptions = {
    ...kept,
    ...(kind === 'model' ? { model: name } : kind === 'strategy' ? { strategy: name } : {}),
    ...given('temperature', form.temperature), ...given('topP', form.topP), ...given('maxTokens', form.maxTokens),
  };
  const triggers = form.triggers.split(/[,\n]/).map((word) => word.trim()).filter(Boolean);
  const text = (value: string) => value.trim() || undefined;
  return {
    name: form.name.trim(),
    instructions: form.instructions,
    handle: text(form.handle),
    picture: text(form.picture),
    description: text(form.description),
    mode: form.mode || undefined,
    memory: form.memory,
    ...(Object.keys(options).length > 0 ? { options } : {}),
    ...(triggers.length > 0 ? { triggers } : {}),
    ...(form.tools.length > 0 ? { tools: [...form.tools] } : {}),
  };
}

/** What is wrong with a form, by its field. */
export function problemsOf(form: AssistantForm): Partial<Record<keyof AssistantForm, string>> {
  const problems: Partial<Record<keyof AssistantForm, string>> = {};
  if (!form.name.trim()) problems.name = 'An assistant needs a name.';
  const handle = form.handle.trim() || form.name.trim();
  if (form.name.trim() && !/^[A-Za-z0-9_-]{1,32}$/.test(handle)) problems.handle = '1 to 32 letters, digits, - and _; it is what people write after the @.';
  if (form.description.length > 200) problems.description = 'At most 200 characters.';
  if (form.instructions.length > maxInstructions) problems.instructions = `At most ${maxInstructions} characters.`;
  if (!isBetween(form.temperature, 0, 2)) problems.temperature = 'From 0 to 2.';
  if (!isBetween(form.topP, 0.01, 1)) problems.topP = 'Above 0, up to 1.';
  if (!isBetween(form.maxTokens, 1, 4096) || (form.maxTokens !== '' && !Number.isInteger(Number(form.maxTokens)))) problems.maxTokens = 'From 1 to 4096.';
  return problems;
}

/** About how many tokens a text has: of most models one is some four characters of English. */
export const roughTokens = (text: string): number => Math.ceil(text.length / 4);

const given = (name: 'temperature' | 'topP' | 'maxTokens', value: string): GenerationOptions => (value.trim() === '' ? {} : { [name]: Number(value) });
const isBetween = (value: string, least: number, most: number): boolean => value.trim() === '' || (Number(value) >= least && Number(value) <= most);
