import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, test, vi } from 'vitest';
import type { PendingMessage } from '../messages/PendingMessage';
import { openDatabase } from './browserDatabase';

const message = (id: string, more: Partial<PendingMessage> = {}): PendingMessage => ({
  id, roomId: 'general', content: id, createdAt: '2026-01-31T08:00:00.000Z', status: 'waiting', ...more,
});
const ids = (list: readonly PendingMessage[]) => list.map(({ id }) => id);

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

test('keeps what each person wrote in its order, also when it is opened again', async () => {
  const first = await openDatabase();
  expect(first.isLasting).toBe(true);
  for (const id of ['m-3', 'm-1', 'm-2']) await first.outbox.put('u-ada', id, message(id));
  await first.outbox.put('u-ad', 'm-0', message('m-0'));
  await first.outbox.put('u-ada2', 'm-4', message('m-4'));

  const again = await openDatabase();
  expect(ids(await again.outbox.all('u-ada'))).toEqual(['m-1', 'm-2', 'm-3']);
  expect(await again.outbox.keys('u-ada')).toEqual(['m-1', 'm-2', 'm-3']);
  expect((await again.outbox.find('u-ada', 'm-2'))?.content).toBe('m-2');
  expect(await again.outbox.find('u-ada', 'm-0')).toBeUndefined();
});

test('what is taken away or cleared is gone for that person alone', async () => {
  const { outbox } = await openDatabase();
  for (const user of ['u-ada', 'u-grace']) for (const id of ['m-1', 'm-2']) await outbox.put(user, id, message(id));
  await outbox.remove('u-ada', 'm-1');
  expect(ids(await outbox.all('u-ada'))).toEqual(['m-2']);
  await outbox.clear('u-ada');
  expect(await outbox.all('u-ada')).toEqual([]);
  expect(ids(await outbox.all('u-grace'))).toEqual(['m-1', 'm-2']);
});

test('a file waits in the database byte for byte', async () => {
  const { outbox } = await openDatabase();
  await outbox.put('u-ada', 'm-1', message('m-1', { files: [{ name: 'a.txt', type: 'text/plain', blob: new Blob(['naïve 🙂']) }] }));
  const [file] = (await outbox.find('u-ada', 'm-1'))!.files!;
  expect(await file!.blob.text()).toBe('naïve 🙂');
});

test('a browser that forbids it, or never answers, gets a database that ends with the page', async () => {
  vi.spyOn(console, 'warn').mockReturnValue();
  for (const open of [() => { throw new DOMException('No.', 'SecurityError'); }, () => new EventTarget()]) {
    globalThis.indexedDB = { open } as unknown as IDBFactory;
    const database = await openDatabase(50);
    expect(database.isLasting).toBe(false);
    await database.outbox.put('u-ada', 'm-1', message('m-1'));
    expect(ids(await database.outbox.all('u-ada'))).toEqual(['m-1']);
  }
});
