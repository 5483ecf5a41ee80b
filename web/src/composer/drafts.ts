const drafts = new Map<string, string>();

/** What was written in a room and not sent, kept while one looks at another. */
export const draftOf = (key: string): string => drafts.get(key) ?? '';

export function keepDraft(key: string, text: string): void {
  if (text === '') drafts.delete(key);
  else drafts.set(key, text);
}
