import type { Member } from '../protocol/wire';

const mostOffered = 8;

/** The name that is being typed: `@ad` anywhere at the start of a word, `/AI` at the start of the message. */
export interface NameStart {
  mark: '@' | '/';
  query: string;
  /** Where the mark stands. */
  from: number;
  to: number;
}

export function nameStart(text: string, caret: number): NameStart | null {
  const match = /(?:^|[\s(])(@)([^\s@/]*)$|^(\/)([^\s@/]*)$/u.exec(text.slice(0, caret));
  if (!match) return null;
  const mark = (match[1] ?? match[3]) as '@' | '/';
  const query = match[2] ?? match[4] ?? '';
  return { mark, query, from: caret - query.length - 1, to: caret };
}

/** Who could be meant: assistants first, then by name. `/` calls assistants alone. */
export function offers(members: readonly Member[], start: NameStart, myId: string): Member[] {
  const query = start.query.toLowerCase();
  return members
    .filter((member) => member.id !== myId && (start.mark === '@' || member.kind === 'assistant'))
    .filter((member) => member.name.toLowerCase().includes(query) || calledBy(member).toLowerCase().includes(query))
    .sort((a, b) => rank(a, query) - rank(b, query) || a.name.localeCompare(b.name))
    .slice(0, mostOffered);
}

/** What somebody is called by after the mark. */
export const calledBy = ({ name, assistant }: Pick<Member, 'name' | 'assistant'>): string => assistant?.handle ?? name;

const rank = (member: Member, query: string) =>
  (member.name.toLowerCase().startsWith(query) || calledBy(member).toLowerCase().startsWith(query) ? 0 : 2) + (member.kind === 'assistant' ? 0 : 1);

/** The text with the name in it, and where the caret goes. */
export function complete(text: string, start: NameStart, name: string): { text: string; caret: number } {
  const before = `${text.slice(0, start.from)}${start.mark}${name} `;
  return { text: before + text.slice(start.to).replace(/^ /, ''), caret: before.length };
}
