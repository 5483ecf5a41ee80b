import type { TokenizerAndRendererExtension } from 'marked';

/** `@name` at the start of a word. */
export const mention: TokenizerAndRendererExtension = {
  name: 'mention',
  level: 'inline',
  start: (source) => /(?<![\p{L}\p{N}_@/.])@[\p{L}\p{N}_]/u.exec(source)?.index,
  tokenizer(source) {
    const match = /^@[\p{L}\p{N}_](?:[\p{L}\p{N}_.-]*[\p{L}\p{N}_])?/u.exec(source);
    return match ? { type: 'mention', raw: match[0], text: match[0] } : undefined;
  },
  renderer: (token) => `<span class="mention">${token.text}</span>`,
};

/** Whether a text calls somebody by name. */
export function mentions(content: string, name: string): boolean {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}_])@${escaped}(?![\\p{L}\\p{N}_])`, 'iu').test(content);
}
