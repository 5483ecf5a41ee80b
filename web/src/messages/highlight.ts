import hljs from 'highlight.js/lib/core';
import type { LanguageFn } from 'highlight.js';

/** More text than this is not worth the time it blocks the page. */
const longest = 30_000;

const languages: Record<string, () => Promise<{ default: LanguageFn }>> = {
  bash: () => import('highlight.js/lib/languages/bash'),
  c: () => import('highlight.js/lib/languages/c'),
  cpp: () => import('highlight.js/lib/languages/cpp'),
  csharp: () => import('highlight.js/lib/languages/csharp'),
  css: () => import('highlight.js/lib/languages/css'),
  diff: () => import('highlight.js/lib/languages/diff'),
  go: () => import('highlight.js/lib/languages/go'),
  java: () => import('highlight.js/lib/languages/java'),
  javascript: () => import('highlight.js/lib/languages/javascript'),
  json: () => import('highlight.js/lib/languages/json'),
  python: () => import('highlight.js/lib/languages/python'),
  rust: () => import('highlight.js/lib/languages/rust'),
  sql: () => import('highlight.js/lib/languages/sql'),
  typescript: () => import('highlight.js/lib/languages/typescript'),
  xml: () => import('highlight.js/lib/languages/xml'),
  yaml: () => import('highlight.js/lib/languages/yaml'),
};

const aliases: Record<string, string> = {
  'c#': 'csharp', 'c++': 'cpp', cs: 'csharp', golang: 'go', html: 'xml', js: 'javascript', jsx: 'javascript', py: 'python',
  rs: 'rust', sh: 'bash', shell: 'bash', svg: 'xml', ts: 'typescript', tsx: 'typescript', yml: 'yaml', zsh: 'bash',
};

/** Colours the text of an element in place. highlight.js escapes what it is given. */
export async function highlight(code: HTMLElement, language: string): Promise<void> {
  const name = aliases[language] ?? language;
  const load = Object.hasOwn(languages, name) ? languages[name] : undefined;
  const text = code.textContent;
  if (!load || text.length > longest) return;
  if (!hljs.getLanguage(name)) hljs.registerLanguage(name, (await load()).default);
  code.dataset.coloured = '';
  code.innerHTML = hljs.highlight(text, { language: name, ignoreIllegals: true }).value;
}
