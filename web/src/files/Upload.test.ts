import { expect, test } from 'vitest';
import { settled } from '../testing/FakeClock';
import { Uploads } from './Uploads.svelte';
import type { UploadParts } from './Upload.svelte';
import { fitted } from './thumbnail';

/** As much of an XMLHttpRequest as is used; a test says how it goes. */
class FakeRequest {
  status = 0;
  responseText = '';
  method = '';
  url = '';
  headers: Record<string, string> = {};
  body: Blob | null = null;
  upload: { onprogress?: (event: { loaded: number }) => void } = {};
  onload = () => {};
  onerror = () => {};
  onabort = () => {};
  open(method: string, url: string) {
    Object.assign(this, { method, url });
  }
  setRequestHeader(name: string, value: string) {
    this.headers[name] = value;
  }
  send(body: Blob) {
    this.body = body;
  }
  abort() {
    this.onabort();
  }
  answers(status: number, body: unknown) {
    this.status = status;
    this.responseText = JSON.stringify(body);
    this.onload();
  }
}

const requests: FakeRequest[] = [];
const parts = (change: Partial<UploadParts> = {}): UploadParts => ({
  token: 'confab_x', roomId: 'general', maxBytes: 1000, thumbnail: async () => null,
  open: () => {
    const request = new FakeRequest();
    requests.push(request);
    return request as unknown as XMLHttpRequest;
  },
  ...change,
});
const file = (size = 4, name = 'a b.txt', type = 'text/plain') => new File([new Uint8Array(size)], name, { type });
const last = () => requests.at(-1)!;

test('sends a file with the token, tells how much has gone, and keeps what the server made of it', async () => {
  const uploads = new Uploads();
  uploads.add([file()], parts());
  const [upload] = uploads.list;
  expect(last()).toMatchObject({ method: 'POST', url: '/api/rooms/general/files?name=a%20b.txt', headers: { Authorization: 'Bearer confab_x' } });
  last().upload.onprogress!({ loaded: 1 });
  expect(upload).toMatchObject({ state: 'sending', progress: 0.25 });
  expect(uploads.areReady).toBe(false);
  const attachment = { id: 'f', name: 'a b.txt', type: 'text/plain', size: 4 };
  last().answers(200, attachment);
  await settled();
  expect(uploads.areReady).toBe(true);
  expect(uploads.take()).toEqual({ attachments: [attachment] });
  expect(uploads.list).toEqual([]);
});

test('a picture takes its small one along, and is sent also where that is refused', async () => {
  for (const [status, hasThumbnail] of [[204, true], [500, undefined]] as const) {
    const uploads = new Uploads();
    uploads.add([file(4, 'p.png', 'image/png')], parts({ thumbnail: async () => new Blob(['x'], { type: 'image/webp' }) }));
    last().answers(200, { id: 'f', name: 'p.png', type: 'image/png', size: 4 });
    await settled();
    expect(last()).toMatchObject({ method: 'PUT', url: '/api/files/f/thumbnail', headers: { 'Content-Type': 'image/webp' } });
    last().answers(status, null);
    await settled();
    expect(uploads.take().attachments?.[0]?.hasThumbnail).toBe(hasThumbnail);
  }
});

test('one that is too large is not even sent, and says so', async () => {
  const before = requests.length;
  const uploads = new Uploads();
  uploads.add([file(3_000_000)], parts({ maxBytes: 2_000_000 }));
  expect(uploads.list[0]).toMatchObject({ state: 'failed', error: 'It is larger than the 2 MB that this server takes.' });
  expect(requests.length).toBe(before);
});

test('a refusal says why, and the same file can be sent again', async () => {
  const uploads = new Uploads();
  uploads.add([file()], parts());
  last().answers(413, { title: 'Too large', detail: 'there is no room for it', code: 'too_large' });
  await settled();
  expect(uploads.list[0]).toMatchObject({ state: 'failed', error: 'There is no room for it.' });
  void uploads.list[0]!.start();
  last().answers(200, { id: 'f', name: 'x', type: 'text/plain', size: 4 });
  await settled();
  expect(uploads.areReady).toBe(true);
});

test('without a connection it waits, may go with its message, and is sent when there is one', async () => {
  const uploads = new Uploads();
  uploads.add([file()], parts());
  last().onerror();
  await settled();
  expect(uploads.list[0]?.state).toBe('waiting');
  expect(uploads.areReady).toBe(true);
  uploads.connected();
  expect(uploads.list[0]?.state).toBe('sending');
  last().onerror();
  await settled();
  expect(uploads.take().files).toMatchObject([{ name: 'a b.txt', type: 'text/plain', blob: { size: 4 } }]);
});

test('one that is removed is sent no further, and ten are the most', () => {
  const uploads = new Uploads();
  expect(uploads.add(Array.from({ length: 12 }, () => file()), parts())).toBe(2);
  let isAborted = false;
  last().onabort = () => (isAborted = true);
  uploads.remove(uploads.list.at(-1)!);
  expect(isAborted).toBe(true);
  expect(uploads.list).toHaveLength(9);
});

test('a small picture has the shape of the large one and is never larger', () => {
  expect(fitted(2000, 1000)).toEqual({ width: 512, height: 256 });
  expect(fitted(100, 50)).toEqual({ width: 100, height: 50 });
  expect(fitted(9000, 3)).toEqual({ width: 512, height: 1 });
});
