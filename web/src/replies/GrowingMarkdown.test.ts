// @vitest-environment jsdom
import { expect, test } from 'vitest';
import { markdownToHtml } from '../messages/markdown';
import { GrowingMarkdown } from './GrowingMarkdown';

const text =
  'Intro with **bold**.\n\n## Plan\n\n- one\n- two\n\n- three after a gap\n\n```ts\nconst a = 1;\n\nconst b = 2;\n```\n\n' +
  '1. first\n2. second\n\n> quoted\n> more\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\nThe end.';

test('shows at every length what the whole text would show', () => {
  const growing = new GrowingMarkdown();
  for (let length = 1; length <= text.length; length++) {
    const { finished, tail } = growing.update(text.slice(0, length));
    expect(plain(finished.join('') + tail)).toBe(plain(markdownToHtml(text.slice(0, length))));
  }
});

test('never renders a finished block again', () => {
  const growing = new GrowingMarkdown();
  growing.update('One.\n\nTwo.\n\nThr');
  const before = growing.finished;
  growing.update('One.\n\nTwo.\n\nThree');
  expect(growing.finished).toBe(before);
  expect(before).toHaveLength(2);
  expect(growing.tail).toContain('Three');
});

test('starts over when the text is another one', () => {
  const growing = new GrowingMarkdown();
  growing.update('One.\n\nTwo.\n\nThree.');
  const { finished, tail } = growing.update('New');
  expect(finished).toEqual([]);
  expect(tail).toContain('New');
});

/** Blocks are joined without the line breaks between them. */
const plain = (html: string) => html.replace(/>\s+</g, '><').trim();
