// @vitest-environment jsdom
import { expect, test } from 'vitest';
import { markdownToHtml } from './markdown';

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

test('a line break is a line break', () => expect(shown('a\nb').querySelector('br')).not.toBeNull());

const attributes = (element: HTMLElement) =>
  [...element.querySelectorAll('*')].flatMap((child) => [...child.attributes].map((attribute) => attribute.name));
