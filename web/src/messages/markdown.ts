import DOMPurify from 'dompurify';
import { Marked, type Token } from 'marked';
import { mention } from './mention';
import { isTooMuchMarkdown } from './tooMuch';

const safeUrl = /^(https?:|mailto:)/i;

const escape = (text: string) =>
  text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

const external = (href: string, inner: string) =>
  safeUrl.test(href) ? `<a href="${escape(href)}" target="_blank" rel="noopener noreferrer nofollow">${inner}</a>` : inner;

const marked = new Marked({
  gfm: true,
  // A line break in a chat is meant.
  breaks: true,
  extensions: [mention],
  renderer: {
    // Raw HTML is shown as what was typed.
    html: ({ text }) => escape(text),
    link({ href, tokens }) {
      return external(href, this.parser.parseInline(tokens));
    },
    // Not loaded: fetching a picture tells its owner who reads this room, and when.
    image: ({ href, text }) => external(href, `Image: ${escape(text || href)}`),
    code: ({ text, lang }) => codeBlock(text, lang),
    heading({ tokens, depth }) {
      // Below the page's own h1 and h2, and without the gaps that people leave between levels.
      return `<h3 class="depth-${depth}">${this.parser.parseInline(tokens)}</h3>`;
    },
    checkbox: ({ checked }) => (checked ? '☑ ' : '☐ '),
  },
});

function codeBlock(text: string, lang?: string): string {
  const language = /^[\w+#.-]+/.exec(lang ?? '')?.[0] ?? '';
  const name = language ? ` data-language="${escape(language.toLowerCase())}"` : '';
  return (
    `<div class="code"><div class="code-bar"><span>${escape(language || 'text')}</span>` +
    `<button type="button" class="code-copy">Copy</button></div>` +
    `<pre tabindex="0"><code${name}>${escape(text)}</code></pre></div>`
  );
}

const plainAttributes = ['target', 'rel', 'class', 'type', 'start', 'align', 'tabindex', 'data-language'];

const allowed = {
  ALLOWED_TAGS: [
    'a', 'b', 'blockquote', 'br', 'button', 'code', 'del', 'div', 'em', 'h3', 'hr', 'li', 'ol', 'p', 'pre',
    'span', 'strong', 'table', 'tbody', 'td', 'th', 'thead', 'tr', 'ul',
  ],
  ALLOWED_ATTR: ['href', ...plainAttributes],
  ALLOWED_URI_REGEXP: safeUrl,
  // The pattern is for addresses; DOMPurify would hold these against it too.
  ADD_URI_SAFE_ATTR: plainAttributes,
};

const plainHtml = (text: string): string => `<p>${escape(text).replaceAll('\n', '<br>')}</p>`;

const toSafeHtml = (tokens: Token[]): string => DOMPurify.sanitize(marked.parser(tokens), allowed);

/** What `read` makes of a text; where the text is too much for it, `plain`. */
function attempt<T>(text: string, read: () => T, plain: () => T): T {
  if (isTooMuchMarkdown(text)) return plain();
  try {
    return read();
  } catch {
    return plain();
  }
}

/** Safe to put into the page, whatever was written. */
export const markdownToHtml = (markdown: string): string =>
  attempt(markdown, () => toSafeHtml(marked.lexer(markdown)), () => plainHtml(markdown));

interface Block {
  raw: string;
  isSpace: boolean;
  html(): string;
}

/** The blocks at the top level, each with the text it came from and its own safe HTML on demand. */
export const markdownBlocks = (markdown: string): Block[] =>
  attempt(markdown, () => marked.lexer(markdown).map(blockOf), () => [{ raw: markdown, isSpace: false, html: () => plainHtml(markdown) }]);

const blockOf = (token: Token): Block => ({
  raw: token.raw,
  isSpace: token.type === 'space',
  html: () => attempt(token.raw, () => toSafeHtml([token]), () => plainHtml(token.raw)),
});
