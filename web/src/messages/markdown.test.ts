// @vitest-environment jsdom
import { expect, test } from 'vitest';
import { markdownBlocks, markdownToHtml } from './markdown';

function shown(markdown: string): HTMLElement {
  const element = document.createElement('div');
  element.innerHTML = markdownToHtml(markdown);
  return element;
}

test.each([
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<a href="javascript:alert(1)">x</a>',
  '<svg onload=alert(1)>',
  '<iframe src="https://example.org"></iframe>',
  '<style>body{display:none}</style>',
  '<form action="https://example.org"><input name=token></form>',
  'text <b onmouseover=alert(1)>bold</b> text',
])('raw HTML is shown as it was typed: %s', (html) => {
  const element = shown(html);
  expect(element.querySelector('script, img, svg, iframe, style, form, input, a')).toBeNull();
  expect(attributes(element).filter((name) => name.startsWith('on'))).toEqual([]);
  expect(element.textContent).toContain(html);
});

test.each([
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](data:text/html,<script>alert(1)</script>)',
  '[x](vbscript:msgbox)',
  '[x](java&#115;cript:alert(1))',
  '<javascript:alert(1)>',
  '[x](/rooms/other)',
])('a link that is not of the web is not a link: %s', (markdown) => {
  expect(shown(markdown).querySelector('a')).toBeNull();
});

test('links open in a new tab and tell nothing about where they came from', () => {
  const link = shown('see https://example.org/a?b=1&c=2')!.querySelector('a')!;
  expect(link.getAttribute('href')).toBe('https://example.org/a?b=1&c=2');
  expect(link.target).toBe('_blank');
  expect(link.rel).toBe('noopener noreferrer nofollow');
});

test('an attribute cannot be smuggled in through an address', () => {
  const element = shown('[x](https://example.org/"onmouseover="alert(1))');
  expect(attributes(element).filter((name) => name.startsWith('on'))).toEqual([]);
});

test('pictures are links and are not loaded', () => {
  const element = shown('![a cat](https://example.org/cat.png)');
  expect(element.querySelector('img')).toBeNull();
  expect(element.querySelector('a')?.textContent).toBe('Image: a cat');
});

test('code stays text, names its language and can be copied', () => {
  const element = shown('```html\n<script>alert(1)</script>\n```');
  expect(element.querySelector('script')).toBeNull();
  expect(element.querySelector('code')?.textContent).toBe('<script>alert(1)</script>');
  expect(element.querySelector('code')?.dataset.language).toBe('html');
  expect(element.querySelector('button.code-copy')?.getAttribute('type')).toBe('button');
});

test('a language cannot break out of its attribute', () => {
  const element = shown('```x"onclick=alert(1)\ncode\n```');
  expect(attributes(element).filter((name) => name.startsWith('on'))).toEqual([]);
});

test('names are marked, addresses of mail are not', () => {
  const element = shown('@AIBot ask ada@example.org and (@grace)');
  expect([...element.querySelectorAll('.mention')].map((name) => name.textContent)).toEqual(['@AIBot', '@grace']);
});

test.each([
  ['quotes in quotes', '>'.repeat(2000)],
  ['lists in lists', '- '.repeat(2000) + 'x'],
  ['numbers in numbers', '1. '.repeat(2000) + 'x'],
  ['emphasis in emphasis', '*'.repeat(5000) + 'a' + '*'.repeat(5000)],
  ['emphasis without end', '**_a'.repeat(4000)],
  ['a table of two thousand columns', `${'a|'.repeat(2000)}\n${'-|'.repeat(2000)}\n${'a|\n'.repeat(1000)}`],
  ['a table of many thousand cells', `> ${'a|'.repeat(40)}\n> ${'-|'.repeat(40)}\n${'> a|\n'.repeat(3000)}`],
])('what nobody could read is plain text, at once: %s', (_, markdown) => {
  const started = performance.now();
  const element = shown(markdown);
  expect(performance.now() - started).toBeLessThan(2_000);
  expect(element.textContent).toBe(markdown.replaceAll('\n', ''));
  expect(element.querySelector('blockquote, li, table')).toBeNull();
  expect(markdownBlocks(markdown).map((block) => block.raw).join('')).toBe(markdown);
});

test.each([
  ['blockquote blockquote', '> > quoted'],
  ['li li', '- one\n  - two'],
  ['hr', '-'.repeat(200)],
  ['td', 'a|b\n-|-\n' + 'c|d\n'.repeat(500)],
])('what people write stays Markdown: %s', (selector, markdown) => expect(shown(markdown).querySelector(selector)).not.toBeNull());

test('a line break is a line break', () => expect(shown('a\nb').querySelector('br')).not.toBeNull());

const attributes = (element: HTMLElement) =>
  [...element.querySelectorAll('*')].flatMap((child) => [...child.attributes].map((attribute) => attribute.name));
