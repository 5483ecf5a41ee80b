import { expect, test } from 'vitest';
import { MemoryNews } from './MemoryNews.svelte';

const told = (messageId: string, ...ids: string[]) => ({
  type: 'memory_changed' as const, assistantId: 'assistant:aibot', remembered: ids.map((id) => ({ id, content: `thing ${id}` })), forgotten: [], messageId,
});
const gone = (...forgotten: string[]) => ({ type: 'memory_changed' as const, assistantId: 'assistant:aibot', remembered: [], forgotten });

test('what came of a message stands with it until it is forgotten', () => {
  const news = new MemoryNews();
  news.changed(told('m', 'a'));
  news.changed(told('m', 'b'));
  expect(news.of('m')?.things.map(({ id }) => id)).toEqual(['a', 'b']);
  news.changed(gone('a'));
  expect(news.of('m')?.things.map(({ id }) => id)).toEqual(['b']);
  news.changed(gone('b'));
  expect(news.of('m')).toBeUndefined();
  expect(news.changes).toBe(4);
});

test('the same thing in other words is one thing', () => {
  const news = new MemoryNews();
  news.changed(told('m', 'a'));
  news.changed({ ...told('m'), remembered: [{ id: 'a', content: 'better words' }] });
  expect(news.of('m')?.things).toEqual([{ id: 'a', content: 'better words' }]);
});

test('a page that is open for long keeps the newest', () => {
  const news = new MemoryNews();
  for (let i = 0; i < 250; i++) news.changed(told(`m-${i}`, `y-${i}`));
  expect(news.of('m-0')).toBeUndefined();
  expect(news.of('m-249')).toBeDefined();
});
