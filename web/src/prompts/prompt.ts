import type { Author, KnowledgeSource } from '../protocol/wire';

export type PartKind = 'instructions' | 'manners' | 'summary' | 'background' | 'memory' | 'knowledge' | 'file' | 'message' | 'begun' | 'tools';

export type Gone = 'changed' | 'deleted' | 'forgotten' | 'not_kept' | 'not_yours';

export interface ShownPart {
  kind: PartKind;
  tokens: number;
  title?: string;
  /** Absent where it is gone. */
  content?: string;
  messageId?: string;
  author?: Author;
  memoryId?: string;
  source?: KnowledgeSource;
  gone?: Gone;
}

/** What an assistant saw for an answer. */
export interface ShownPrompt {
  messageId: string;
  model: string;
  contextLength: number;
  /** The most tokens that it could have. */
  budget: number;
  tokens: number;
  /** How many messages found no room. */
  leftOut: number;
  createdAt: string;
  parts: ShownPart[];
}

export const kindWords: Record<PartKind, string> = {
  instructions: 'Instructions', manners: 'Manners of the room', summary: 'Summary of what was said before', background: 'Background', memory: 'Memory', knowledge: 'Knowledge',
  file: 'File', message: 'Message', begun: 'What was written already', tools: 'Tools',
};

/** What all parts of a kind are called together. */
export const sharesWords: Record<PartKind | 'frame', string> = { ...kindWords, memory: 'Memories', file: 'Files', message: 'Messages', frame: 'Names and roles' };

const goneWords: Record<Gone, string> = {
  changed: 'It was changed since; what was shown is not kept.',
  deleted: 'It was deleted since.',
  forgotten: 'It was forgotten since.',
  not_kept: 'Its text is not kept.',
  not_yours: 'Only who made this assistant reads what it is told.',
};

/** More than any model reads: it is no limit. */
const mostBudget = 10_000_000;

/** Of how many tokens the parts are shares. */
export const wholeOf = ({ budget, tokens }: Pick<ShownPrompt, 'budget' | 'tokens'>): number => (budget > mostBudget ? tokens : budget);

/** How large the prompt was, in words. */
export const sizeOf = ({ budget, tokens }: Pick<ShownPrompt, 'budget' | 'tokens'>): string =>
  budget > mostBudget ? `${tokens} tokens` : `${tokens} of at most ${budget} tokens`;

/** Why a part shows nothing; a server may have reasons that this page does not know. */
export const whyGone = (gone: string): string => goneWords[gone as Gone] ?? 'It is not there any more.';

/** How many tokens each kind has, in the order in which they first stand; what no part has is the frame around them: names and roles. */
export function shares({ parts, tokens: all }: Pick<ShownPrompt, 'parts' | 'tokens'>): [kind: PartKind | 'frame', tokens: number][] {
  const sums = new Map<PartKind | 'frame', number>();
  for (const { kind, tokens } of parts) sums.set(kind, (sums.get(kind) ?? 0) + tokens);
  const known = [...sums.values()].reduce((sum, tokens) => sum + tokens, 0);
  return [...sums, ['frame', all - known] as const].filter(([, tokens]) => tokens > 0).map(([kind, tokens]) => [kind, tokens]);
}

/** More messages in a row than this are folded into one line, so that what stands around them is seen. */
const mostUnfolded = 6;

/** The parts in order; a long row of messages is one element. */
export function folded(parts: readonly ShownPart[]): (ShownPart | ShownPart[])[] {
  const rows: ShownPart[][] = [];
  for (const part of parts) {
    const row = rows.at(-1);
    if (row && part.kind === 'message' && row[0]!.kind === 'message') row.push(part);
    else rows.push([part]);
  }
  return rows.flatMap<ShownPart | ShownPart[]>((row) => (row.length > mostUnfolded ? [row] : row));
}

/** What it is called in one line. */
export function titleOf({ kind, title, author, source }: ShownPart): string {
  if (kind === 'message' && author) return author.name;
  if (source) return linesOf(source);
  return title ?? '';
}

export const linesOf = ({ file, from, to }: KnowledgeSource): string => `${file}, ${from === to ? `line ${from}` : `lines ${from}–${to}`}`;
