import type { Message } from '../protocol/wire';
import { markdownToHtml } from './markdown';

const rendered = new WeakMap<Message, string>();

/** A message does not change in place, so it is rendered once, however often the list around it changes. */
export function messageHtml(message: Message, myName: string): string {
  let html = rendered.get(message);
  if (html === undefined) rendered.set(message, (html = withMe(markdownToHtml(message.content), myName)));
  return html;
}

/** One's own name stands out among those that are called. */
function withMe(html: string, myName: string): string {
  const me = `@${myName}`.toLowerCase();
  return html.replace(/<span class="mention">([^<]*)<\/span>/g, (span, name: string) =>
    name.toLowerCase() === me ? `<span class="mention me">${name}</span>` : span,
  );
}
