import { expect, test } from 'vitest';
import { marked } from './marked';

const words = (pieces: ReturnType<typeof marked>) => pieces.map(({ text, isMatch }) => (isMatch ? `[${text}]` : text)).join('|');

test('what was searched for stands out, and no letter is lost', () => {
  expect(words(marked('green tea, more tea', [{ start: 6, length: 3 }, { start: 16, length: 3 }]))).toBe('green |[tea]|, more |[tea]');
  expect(words(marked('tea', [{ start: 0, length: 3 }]))).toBe('[tea]');
  expect(words(marked('tea', []))).toBe('tea');
});

test('ranges that do not fit are passed over', () => {
  expect(words(marked('tea', [{ start: 1, length: 9 }, { start: -1, length: 2 }, { start: 0, length: 2 }, { start: 1, length: 1 }]))).toBe('[te]|a');
});

test('signs of Markdown are left out, also around what was searched for', () => {
  expect(words(marked('## Tea\n> the **green** `tea`', [{ start: 15, length: 5 }]))).toBe('Tea\nthe |[green]| tea');
  expect(words(marked('2 * 3, 2 ** 3 and snake_case', []))).toBe('2 * 3, 2 ** 3 and snake_case');
  expect(words(marked('C# is', [{ start: 0, length: 1 }]))).toBe('[C]|# is');
  expect(words(marked('**green tea**', [{ start: 2, length: 5 }]))).toBe('[green]| tea');
});
