import type { Message } from '../protocol/wire';
import { markdownToHtml } from './markdown';

const rendered = new WeakMap<Message, string>();

/** A message does not change in place, so it is rendered once, however often the list around it changes. */
export function messageHtml(message: Message, myName: string): string {
  let html = rendered.get(message);
  if (html === undefined) rendered.set(message, (html = withMe(markdownToHtml(message.content), myName)));
  return html;
}

/** So many are rendered before others have their turn. */
const atOnce = 6;

/** Renders a page of messages bit by bit, so that the list does not halt when they are put in. */
export async function renderAhead(messages: readonly Message[], myName: string): Promise<void> {
  for (let i = 0; i < messages.length; i++) {
    messageHtml(messages[i]!, myName);
    if (i % atOnce === atOnce - 1) await new Promise((resolve) => setTimeout(resolve));
  }
}

/** One's own name stands out among those that are called. */
function withMe(html: string, myName: string): string {
  const me = `@${myName}`.toLowerCase();
  return html.replace(/<span class="mention">([^<]*)<\/span>/g, (span, name: string) =>
    name.toLowerCase() === me ? `<span class="mention me">${name}</span>` : span,
  );
}
