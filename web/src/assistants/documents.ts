import type { KnowledgeInfo } from './AssistantsApi';

/** How many documents an assistant answers from. */
export function documentsOf(knowledge: KnowledgeInfo | undefined): string {
  if (!knowledge) return 'answers from documents';
  return knowledge.files === 1 ? 'answers from 1 document' : `answers from ${knowledge.files} documents`;
}

/** What it does not answer from: a line for each reason, and the names that were told. */
export function leftOutOf(knowledge: KnowledgeInfo | undefined): { text: string; names?: string }[] {
  const lines: { text: string; names?: string }[] = (knowledge?.leftOut ?? []).map(({ why, count, files }) => ({
    text: `${count === 1 ? '1 file is' : `${count} files are`} left out: ${why}`,
    ...(files && { names: files.join(', ') + (count > files.length ? ` and ${count - files.length} more` : '') }),
  }));
  return knowledge?.problem ? [{ text: knowledge.problem[0]!.toUpperCase() + knowledge.problem.slice(1) }, ...lines] : lines;
}
