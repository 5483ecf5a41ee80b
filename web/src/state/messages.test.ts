// @vitest-environment jsdom
import { beforeEach, expect, test } from 'vitest';
import { FakeClock, settled } from '../testing/FakeClock';
import { FakeServer, bot, grace, me } from '../testing/FakeServer';
import { memoryStore } from '../ui/storage';
import { Confab } from './Confab.svelte';

let clock: FakeClock;
let server: FakeServer;
let confab: Confab;

const chat = () => confab.chat!;
const room = () => chat().room('general');
const find = (id: string) => room().message(id)!;
const texts = () => room().messages.map((message) => message.content);
const refusing = (type: string) => {
  server.refuse = (request) => (request.type === type ? { type: 'error', code: 'not_allowed', message: 'No.' } : null);
};

async function comeBack() {
  await clock.pass(15_000);
  server.socket.opens();
  await settled();
}

async function visit() {
  confab = new Confab(memoryStore(), (draw) => draw(), { openSocket: server.openSocket, clock, random: () => 1 });
  confab.signIn({ username: 'ada' });
  server.socket.opens();
  await settled();
  chat().open('general');
  await settled();
}

beforeEach(async () => {
  clock = new FakeClock();
  server = new FakeServer();
  await visit();
});

test('an edit and a deletion come back as the message changed', async () => {
  server.post('helo', 'm', me);
  await chat().changes.edit(find('m'), 'hello');
  expect(find('m')).toMatchObject({ content: 'hello', editedAt: expect.any(String) });
  await chat().changes.remove(find('m'));
  expect(find('m')).toMatchObject({ content: '', deletedAt: expect.any(String) });
  expect(room().revs.rev).toBe(3);
});

test('what was changed while the connection was away is changed on the return', async () => {
  server.post('one', 'm');
  server.socket.drops();
  server.silent = true;
  server.change('m', (message) => ({ ...message, content: 'two' }));
  server.silent = false;
  await comeBack();
  expect(texts()).toEqual(['two']);
});

test('a reaction shows at once, and goes again when it is refused', async () => {
  server.post('hello', 'm');
  const reaction = chat().changes.react(room(), find('m'), '👍');
  expect(find('m').reactions).toEqual([{ emoji: '👍', count: 1, userIds: [me.id] }]);
  await reaction;
  expect(find('m').reactions).toEqual([{ emoji: '👍', count: 1, userIds: [me.id] }]);
  refusing('react');
  const refused = chat().changes.react(room(), find('m'), '👍');
  expect(find('m').reactions).toEqual([]);
  await expect(refused).rejects.toThrow('No.');
  expect(find('m').reactions).toEqual([{ emoji: '👍', count: 1, userIds: [me.id] }]);
});

test('a refusal that comes after somebody else changed the message does not undo their change', async () => {
  server.post('hello', 'm');
  refusing('react');
  const refused = chat().changes.react(room(), find('m'), '👍');
  server.change('m', (message) => ({ ...message, reactions: [{ emoji: '🎉', count: 1, userIds: [grace.id] }] }));
  await refused.catch(() => {});
  expect(find('m').reactions).toEqual([{ emoji: '🎉', count: 1, userIds: [grace.id] }]);
});

test('an answer is rated, with a word why', async () => {
  server.post('42', 'answer', bot);
  await chat().changes.rate(find('answer'), 'dislike', 'too short');
  expect(server.socket.sent.at(-1)).toMatchObject({ type: 'feedback', messageId: 'answer', rating: 'dislike', comment: 'too short' });
  expect(find('answer').feedback).toMatchObject({ dislikes: 1, dislikedBy: [me.id] });
});

test('a thread holds its own messages, one\'s own that wait, and the answers that are written in it', async () => {
  server.post('first', 'm-1');
  chat().send(room(), 'aside', { threadId: 'm-1' });
  await settled();
  expect(texts()).toEqual(['first']);
  expect(find('m-1').thread).toMatchObject({ replies: 1 });

  const thread = room().threads.open('m-1');
  await chat().history.openThread(room(), thread);
  expect(thread.first?.content).toBe('first');
  expect(thread.messages.map((message) => message.content)).toEqual(['aside']);
  server.post('live', 'm-3', grace, { threadId: 'm-1' });
  expect(thread.messages.map((message) => message.content)).toEqual(['aside', 'live']);

  server.socket.gives({ type: 'stream_start', streamId: 's', model: 'small', roomId: 'general', messageId: 'answer', author: bot, parentId: 'm-3' });
  expect(room().replies.in('m-1')).toHaveLength(1);
  expect(room().replies.in(undefined)).toEqual([]);

  server.socket.drops();
  chat().send(room(), 'later', { threadId: 'm-1' });
  expect(chat().outbox.inConversation('general', 'm-1').map((pending) => pending.content)).toEqual(['later']);
  expect(chat().outbox.inConversation('general', undefined)).toEqual([]);
});

test('what is unread in a thread is counted for it until it is read there', async () => {
  server.threads = [{ threadId: 'm-1', readSeq: 1, unread: 0 }];
  server.post('first', 'm-1', me);
  server.socket.drops();
  await comeBack();
  server.post('new', 'm-2', grace, { threadId: 'm-1' });
  expect(room().threads.unread).toBe(1);
  await chat().history.openThread(room(), room().threads.open('m-1'));
  chat().read(room(), 2, 'm-1');
  expect(room().threads.unread).toBe(0);
  expect(server.socket.sent.at(-1)).toEqual({ type: 'read', roomId: 'general', seq: 2, threadId: 'm-1' });
});

test('a thread that was open is read anew when too much was missed', async () => {
  server.post('first', 'm-1');
  server.post('aside', 'm-2', grace, { threadId: 'm-1' });
  const thread = room().threads.open('m-1');
  await chat().history.openThread(room(), thread);
  server.socket.drops();
  server.silent = true;
  for (let i = 0; i < 600; i++) server.post(`${i}`);
  server.post('missed', 'm-x', grace, { threadId: 'm-1' });
  server.silent = false;
  await comeBack();
  expect(thread.isReady).toBe(false);
  await chat().history.openThread(room(), thread);
  expect(thread.messages.map((message) => message.content)).toEqual(['aside', 'missed']);
});

test('a link to a message far back shows what stands around it, and one reads on in both directions', async () => {
  server.silent = true;
  for (let i = 1; i <= 500; i++) server.post(`${i}`, `m-${i}`);
  server.silent = false;
  await visit();
  expect(await chat().history.goTo(room().main, 'm-100')).toMatchObject({ seq: 100 });
  expect(texts()).toContain('100');
  expect(room()).toMatchObject({ hasOlder: true, hasNewer: true });
  (await chat().history.older(room().main))();
  for (let pages = 0; room().hasNewer && pages < 20; pages++) (await chat().history.newer(room().main))();
  expect(texts().at(-1)).toBe('500');
  const seqs = room().messages.map((message) => message.seq);
  expect(seqs).toEqual(Array.from({ length: seqs.length }, (_, index) => 500 - seqs.length + 1 + index));
});

test('a page of history that holds nothing of the room itself leads on to the one before it', async () => {
  server.silent = true;
  server.post('first', 'm-1');
  for (let i = 2; i <= 200; i++) server.post(`${i}`, `m-${i}`, grace, { threadId: 'm-1' });
  server.silent = false;
  await visit();
  expect(texts()).toEqual([]);
  let pages = 0;
  for (; room().hasOlder; pages++) (await chat().history.older(room().main))();
  expect(pages).toBe(5);
  expect(texts()).toEqual(['first']);
});

test('files go out with their message', async () => {
  const file = { id: 'f-1', name: 'sun.jpg', type: 'image/jpeg', size: 3 };
  server.files.set('f-1', file);
  chat().send(room(), '', { attachments: [file] });
  await settled();
  expect(server.socket.sent.at(-1)).toMatchObject({ type: 'chat', content: '', attachments: ['f-1'] });
  expect(room().messages[0]?.attachments).toEqual([file]);
});
