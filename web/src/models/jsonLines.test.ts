import { expect, test } from 'vitest';
import { jsonLines } from './jsonLines';

const bodyOf = (...pieces: Uint8Array[]) =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece);
      controller.close();
    },
  });

async function all(body: ReadableStream<Uint8Array>): Promise<unknown[]> {
  const values = [];
  for await (const value of jsonLines(body)) values.push(value);
  return values;
}

test('lines that are cut anywhere, also inside a character, come out whole', async () => {
  const bytes = new TextEncoder().encode('{"name":"日本"}\n\n{"n":2}\r\n{"n":3}');
  for (let cut = 0; cut <= bytes.length; cut++)
    expect(await all(bodyOf(bytes.slice(0, cut), bytes.slice(cut)))).toEqual([{ name: '日本' }, { n: 2 }, { n: 3 }]);
});

test('a body that is no JSON fails instead of being passed over', async () => {
  await expect(all(bodyOf(new TextEncoder().encode('<html>\n')))).rejects.toThrow(SyntaxError);
});

test('who stops reading lets go of the body', async () => {
  let cancelled = false;
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new TextEncoder().encode('{"n":1}\n')),
    cancel: () => void (cancelled = true),
  });
  for await (const _ of jsonLines(body)) break;
  expect(cancelled).toBe(true);
});
