import { beforeEach, expect, test } from 'vitest';
import type { ChatRequest, StreamStart } from '../protocol/wire';
import { FakeClock, settled } from '../testing/FakeClock';
import { bot, FakeServer, grace, me } from '../testing/FakeServer';
import { memoryStore } from '../ui/storage';
import { Confab } from './Confab.svelte';

let server: FakeServer;
let confab: Confab;

const chat = () => confab.chat!;
const room = () => chat().room('general');
const shown = () => room().main.standing(room().info?.kind === 'chat', room().replies.list.map((reply) => ({ id: reply.messageId, variantOf: reply.variantOf }))).map(({ id }) => id);
const find = (id: string) => room().message(id)!;
const lastChat = () => server.socket.sent.findLast((request): request is ChatRequest => request.type === 'chat')!;
const start: StreamStart = { type: 'stream_start', streamId: 's', model: 'tiny', roomId: 'general', messageId: 'a2', author: bot, parentId: 'q', variantOf: 'a' };

beforeEach(async () => {
  server = new FakeServer();
  server.kind = 'chat';
  confab = new Confab(memoryStore(), (draw) => draw(), { openSocket: server.openSocket, clock: new FakeClock(), random: () => 1 });
  confab.signIn({ username: 'ada' });
  server.socket.opens();
  await settled();
  chat().open('general');
  await settled();
  server.post('What is Python?', 'q', me);
  server.post('A snake', 'a', bot, { parentId: 'q' });
});

test('an answer written anew stands in the place of the first while it is written and afterwards', () => {
  server.socket.gives(start);
  expect(shown()).toEqual(['q', 'a2']);
  server.post('A language', 'a2', bot, { variantOf: 'a', parentId: 'q' });
  expect(room().replies.list).toEqual([]);
  expect(shown()).toEqual(['q', 'a2']);
});

test('who comes while it is written sees it in its place too', async () => {
  server.streams = [{ streamId: 's', messageId: 'a2', author: bot, parentId: 'q', content: 'A la', position: 2, variantOf: 'a' }];
  server.socket.drops();
  chat().catchUp(room());
  confab.retryNow();
  server.socket.opens();
  await settled();
  expect(shown()).toEqual(['q', 'a2']);
});

test('who asks for another answer sees it, whichever was chosen before', async () => {
  server.post('A language', 'a2', bot, { variantOf: 'a', parentId: 'q' });
  room().main.choose('a', 'a');
  expect(shown()).toEqual(['q', 'a']);
  await chat().again.regenerate(room().main, find('a'), { temperature: 0.9 });
  expect(server.socket.sent.at(-1)).toMatchObject({ type: 'regenerate', messageId: 'a', options: { temperature: 0.9 } });
  server.socket.gives({ ...start, messageId: 'a3' });
  expect(shown()).toEqual(['q', 'a3']);
});

test('what is refused changes nothing on the screen', async () => {
  server.post('A language', 'a2', bot, { variantOf: 'a', parentId: 'q' });
  room().main.choose('a', 'a');
  server.refuse = (request) => (request.type === 'continue' ? { type: 'error', code: 'in_use', message: 'It is being written.' } : null);
  await expect(chat().again.continue(room().main, find('a'))).rejects.toThrow('being written');
  expect(shown()).toEqual(['q', 'a']);
});

test('who writes on an older branch says after what; on the newest nobody does', async () => {
  server.post('A language', 'a2', bot, { variantOf: 'a', parentId: 'q' });
  chat().send(room(), 'Which one?');
  await settled();
  expect(lastChat()).not.toHaveProperty('afterId');
  room().main.choose('a', 'a');
  chat().send(room(), 'Is it venomous?');
  await settled();
  expect(lastChat()).toMatchObject({ content: 'Is it venomous?', afterId: 'a' });
  expect(shown()).toEqual(['q', 'a', lastChat().messageId]);
});

test('one’s own question in other words begins a branch, and the first one is a step away', async () => {
  chat().askInOtherWords(room(), find('q'), 'What is Python, the language?');
  await settled();
  expect(lastChat()).toMatchObject({ variantOf: 'q' });
  const id = lastChat().messageId!;
  expect(shown()).toEqual([id]);
  room().main.choose('q', 'q');
  expect(shown()).toEqual(['q', 'a']);
});

test('in other rooms nothing moves when an answer is written anew', async () => {
  server.kind = 'group';
  server.socket.gives({ type: 'room_updated', roomId: 'general', room: server.room });
  server.post('Good morning', 'x', grace);
  server.socket.gives(start);
  expect(shown()).toEqual(['q', 'a2', 'x']);
  room().main.choose('a', 'a');
  chat().send(room(), 'And to you');
  await settled();
  expect(lastChat()).not.toHaveProperty('afterId');
});

test('a tool that an assistant uses is seen running and done, also by who comes later', async () => {
  server.socket.gives(start);
  const call = { id: 'c1', name: 'time', status: 'running' as const };
  server.socket.gives({ type: 'tool_call', streamId: 's', call, roomId: 'general', messageId: 'a2' });
  expect(room().replies.find('s')!.tools).toEqual([call]);
  server.socket.gives({ type: 'tool_call', streamId: 's', call: { ...call, status: 'done', result: 'noon', durationMs: 2 }, roomId: 'general', messageId: 'a2' });
  expect(room().replies.find('s')!.tools).toEqual([{ ...call, status: 'done', result: 'noon', durationMs: 2 }]);
  room().replies.resume([{ streamId: 't', messageId: 'a9', author: bot, parentId: 'q', content: '', position: 0, tools: [call] }]);
  expect(room().replies.find('t')!.tools).toEqual([call]);
});

test('what is remembered of a message is known on this page, and that it was forgotten', () => {
  server.socket.gives({ type: 'memory_changed', assistantId: bot.id, remembered: [{ id: 'y', content: 'Ada likes tea' }], forgotten: [], roomId: 'general', messageId: 'q' });
  expect(chat().memoryNews.of('q')?.things).toEqual([{ id: 'y', content: 'Ada likes tea' }]);
  server.socket.gives({ type: 'memory_changed', assistantId: bot.id, remembered: [], forgotten: ['y'] });
  expect(chat().memoryNews.of('q')).toBeUndefined();
});
