import type { Message } from '../protocol/wire';
import { markdownToHtml } from './markdown';

const rendered = new WeakMap<Message, string>();

/** A message does not change in place, so it is rendered once, however often the list around it changes. */
export function messageHtml(message: Message): string {
  let html = rendered.get(message);
  if (html === undefined) rendered.set(message, (html = markdownToHtml(message.content)));
  return html;
}
