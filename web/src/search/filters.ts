import type { AuthorKind } from '../protocol/wire';

/** What is searched for. Days are those of a calendar, `2026-01-31`, both of them included. */
export interface Filters {
  words: string;
  room: string;
  author: string;
  kind: '' | Extract<AuthorKind, 'user' | 'assistant'>;
  from: string;
  to: string;
  hasFile: boolean;
  inThread: boolean;
}

export const noFilters: Filters = { words: '', room: '', author: '', kind: '', from: '', to: '', hasFile: false, inThread: false };

/** As the address of the page has them. */
export function toQuery(filters: Filters): string {
  const { words, hasFile, inThread, ...rest } = filters;
  const given = Object.entries({ q: words, ...rest, has: hasFile ? 'file' : '', in: inThread ? 'thread' : '' }).filter(([, value]) => value !== '');
  return new URLSearchParams(given).toString();
}

export function fromQuery(query: string): Filters {
  const fields = new URLSearchParams(query);
  const text = (name: string) => fields.get(name) ?? '';
  const day = (name: string) => (/^\d{4}-\d\d-\d\d$/.test(text(name)) ? text(name) : '');
  const kind = text('kind');
  return {
    words: text('q'), room: text('room'), author: text('author'), kind: kind === 'user' || kind === 'assistant' ? kind : '', from: day('from'), to: day('to'),
    hasFile: text('has') === 'file', inThread: text('in') === 'thread',
  };
}

/** As the server is asked: days become the times at which they begin and end where the reader is. */
export const toFields = ({ words, room, author, kind, from, to, hasFile, inThread }: Filters): Record<string, string> => ({
  q: words.trim(), roomId: room, author: author.trim(), kind, from: beginOf(from), to: beginOf(to, 1), has: hasFile ? 'file' : '', in: inThread ? 'thread' : '',
});

/** Whether there is anything to look for. A room, a kind or a time alone would find everything. */
export const isEnough = ({ words, author, hasFile, inThread }: Filters): boolean => /[\p{L}\p{N}]/u.test(words) || author.trim() !== '' || hasFile || inThread;

export const hasNarrowed = (filters: Filters): boolean => toQuery({ ...filters, words: '' }) !== '';

function beginOf(day: string, daysLater = 0): string {
  if (day === '') return '';
  const [year, month, date] = day.split('-').map(Number);
  const begin = new Date(year!, month! - 1, date! + daysLater);
  return Number.isNaN(begin.getTime()) ? '' : begin.toISOString();
}
