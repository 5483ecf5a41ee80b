import { beforeEach, expect, test } from 'vitest';
import { ConnectionLost } from '../connection/errors';
import { KeptMessages } from '../offline/KeptMessages';
import { memoryDatabase } from '../offline/memoryDatabase';
import type { Attachment, ChatRequest } from '../protocol/wire';
import { FakeClock, settled } from '../testing/FakeClock';
import { memoryStore } from '../ui/storage';
import { Outbox } from './Outbox.svelte';
import type { PendingFile } from './PendingMessage';

const database = () => ({ ...memoryDatabase(), isLasting: true });
let clock: FakeClock;
let shared: ReturnType<typeof database>;
let sent: ChatRequest[];
let uploaded: string[];
let upload: (file: PendingFile) => Promise<Attachment>;

const file = (name: string): PendingFile => ({ name, type: 'text/plain', blob: new Blob([name]) });
const attachment = ({ name, type }: PendingFile): Attachment => ({ id: `f-${name}`, name, type, size: 1 });

/** After a reload: another one on the same database. */
async function open(): Promise<Outbox> {
  const outbox = new Outbox({
    kept: new KeptMessages('u-ada', shared, memoryStore()),
    clock,
    send: async (request) => {
      sent.push(request);
      return { type: 'ack', roomId: 'r', messageId: request.messageId!, seq: sent.length, rev: sent.length };
    },
    upload: async (_, file) => {
      const made = await upload(file);
      uploaded.push(file.name);
      return made;
    },
    knownRev: () => 0,
  });
  await settled();
  return outbox;
}

const write = (outbox: Outbox, id: string, files: PendingFile[] = []) =>
  outbox.add({ id, roomId: 'r', content: id, createdAt: '2026-01-31T08:00:00.000Z', ...(files.length > 0 ? { files } : {}) });

beforeEach(() => {
  clock = new FakeClock();
  shared = database();
  sent = [];
  uploaded = [];
  upload = async (file) => attachment(file);
});

test('files that wait with a message are uploaded in order when there is a connection, and go with it', async () => {
  let outbox = await open();
  write(outbox, 'm-1', [file('a'), file('b')]);
  write(outbox, 'm-2');
  await settled();
  expect(uploaded).toEqual([]);
  outbox.close();
  outbox = await open();
  outbox.roomOpened('r');
  await settled();
  expect(uploaded).toEqual(['a', 'b']);
  expect(sent.map(({ messageId, attachments }) => [messageId, attachments])).toEqual([['m-1', ['f-a', 'f-b']], ['m-2', undefined]]);
});

test('a file that was uploaded is not uploaded again when the connection breaks before the next one', async () => {
  let outbox = await open();
  write(outbox, 'm-1', [file('a'), file('b')]);
  upload = (file) => (file.name === 'b' ? Promise.reject(new ConnectionLost()) : Promise.resolve(attachment(file)));
  outbox.roomOpened('r');
  await settled();
  expect(outbox.list).toMatchObject([{ status: 'waiting', attachments: [{ id: 'f-a' }], files: [{ name: 'b' }] }]);
  outbox.close();

  upload = async (file) => attachment(file);
  outbox = await open();
  outbox.roomOpened('r');
  await settled();
  expect(uploaded).toEqual(['a', 'b']);
  expect(sent.map(({ attachments }) => attachments)).toEqual([['f-a', 'f-b']]);
});

test('a server that does not take a file now is asked again, while the connection stands', async () => {
  const outbox = await open();
  upload = () => Promise.reject(new ConnectionLost());
  outbox.roomOpened('r');
  write(outbox, 'm-1', [file('a')]);
  await settled();
  expect(sent).toEqual([]);
  upload = async (file) => attachment(file);
  await clock.pass(2_000);
  expect(sent).toMatchObject([{ messageId: 'm-1', attachments: ['f-a'] }]);
});

test('a file that is refused fails its message with the reason, and holds nothing back', async () => {
  const outbox = await open();
  upload = () => Promise.reject(new Error('It is larger than this server takes'));
  outbox.roomOpened('r');
  write(outbox, 'm-1', [file('a')]);
  write(outbox, 'm-2');
  await settled();
  expect(outbox.list).toMatchObject([{ id: 'm-1', status: 'failed', reason: 'It is larger than this server takes', files: [{ name: 'a' }] }, { id: 'm-2', status: 'sent' }]);
});
