import type { Socket } from '../connection/socket';
import type { Attachment, Cursor, FollowedThread, Message, ModelInfo, Request, Room, RunningStream, ServerFrame, StartStreamRequest, StreamEnd } from '../protocol/wire';
import { changed, filesOf, grown, pageOf } from './fakeMessages';

export const me = { id: 'u-ada', name: 'ada', kind: 'user' as const };
export const grace = { id: 'u-grace', name: 'grace', kind: 'user' as const };
export const bot = { id: 'a-bot', name: 'AIBot', kind: 'assistant' as const };

/** One end of a socket that a test holds the other end of. */
export class FakeSocket implements Socket {
  onopen: Socket['onopen'] = null;
  onmessage: Socket['onmessage'] = null;
  onclose: Socket['onclose'] = null;
  onerror: Socket['onerror'] = null;
  readonly sent: Request[] = [];
  isClosed = false;

  constructor(private readonly received: (request: Request, socket: FakeSocket) => void) {}

  send(text: string): void {
    const request = JSON.parse(text) as Request;
    this.sent.push(request);
    if (!this.isClosed) this.received(request, this);
  }

  close(): void {
    this.isClosed = true;
  }

  opens(): void {
    this.onopen?.();
  }

  gives(frame: ServerFrame): void {
    if (!this.isClosed) this.onmessage?.({ data: JSON.stringify(frame) });
  }

  drops(code = 1006): void {
    this.isClosed = true;
    this.onclose?.({ code, reason: '' });
  }
}

/** A server with one room, small enough to see through: it stores, numbers and announces as the real one does. */
export class FakeServer {
  readonly messages: Message[] = [];
  readonly sockets: FakeSocket[] = [];
  streams: RunningStream[] = [];
  /** Whom the next hello signs in. */
  me: Message['author'] = me;
  /** Rooms beside the first one, without messages. */
  others: Room[] = [];
  models: ModelInfo[] = [];
  /** Streams of the sockets' own, in the order they were asked for; `starts` lets one begin. */
  ownStreams: StartStreamRequest[] = [];
  receipts: Cursor[] = [];
  threads: FollowedThread[] = [];
  /** What was uploaded, by id. */
  readonly files = new Map<string, Attachment>();
  /** Of the room. */
  kind: Room['kind'] = 'group';
  rev = 0;
  pageSize = 50;
  /** Chats are stored and the answer is lost. */
  swallowAcks = false;
  /** Messages are stored and nobody is told. */
  silent = false;
  refuse: ((request: Request) => ServerFrame | null) | null = null;

  readonly openSocket = (): FakeSocket => {
    const socket = new FakeSocket((request, from) => this.#handle(request, from));
    this.sockets.push(socket);
    return socket;
  };

  get socket(): FakeSocket {
    return this.sockets.at(-1)!;
  }

  get room(): Room {
    return {
      id: 'general', name: 'general', kind: this.kind, visibility: 'public', assistantMode: 'mention', userCount: 2,
      createdAt: '2026-01-31T08:00:00.000Z', seq: this.messages.length, rev: this.rev,
    };
  }

  post(content: string, id = `m-${this.messages.length + 1}`, author: Message['author'] = grace, rest: Partial<Message> = {}): Message {
    const message: Message = {
      id, roomId: 'general', seq: this.messages.length + 1, rev: ++this.rev, author, content,
      createdAt: '2026-01-31T08:15:00.000Z', status: 'complete', ...rest,
    };
    this.messages.push(message);
    if (!this.silent) this.socket.gives({ type: 'message', message });
    if (message.threadId !== undefined) this.change(message.threadId, (first) => grown(first, message));
    return message;
  }

  /** A message changes, takes the next rev and is told again. */
  change(id: string, how: (message: Message) => Message | null): Message | null {
    const at = this.messages.findIndex((message) => message.id === id);
    const next = at < 0 ? null : how(this.messages[at]!);
    if (!next) return null;
    const message = (this.messages[at] = { ...next, rev: ++this.rev });
    if (!this.silent) this.socket.gives({ type: 'message', message });
    return message;
  }

  starts(stream: StartStreamRequest, model = stream.options?.model ?? 'tiny'): void {
    this.socket.gives({ type: 'stream_start', ref: stream.ref, streamId: stream.streamId, model });
  }

  writes(stream: StartStreamRequest, content: string, offset = 0, position = 1): void {
    this.socket.gives({ type: 'token', streamId: stream.streamId, offset, position, content });
  }

  ends(stream: StartStreamRequest, end: Partial<StreamEnd> = {}): void {
    this.socket.gives({
      type: 'stream_end', streamId: stream.streamId, reason: 'stop', usage: { promptTokens: 3, completionTokens: 2 }, durationMs: 900, ...end,
    });
  }

  #handle(request: Request, socket: FakeSocket): void {
    const { ref } = request;
    const refusal = this.refuse?.(request);
    if (refusal) return socket.gives({ ...refusal, ref });
    switch (request.type) {
      case 'hello':
        return socket.gives({
          type: 'connected', ref, user: this.me, token: request.token ?? 'the-token', rooms: [this.room, ...this.others],
          server: { version: 'fake', capabilities: { maxTokens: 4096, maxFrameBytes: 65536, supportedFormats: [], maxFileBytes: 26_214_400 } },
        });
      case 'join_room':
        return socket.gives(this.#joined(request.roomId, request.after, ref));
      case 'chat': {
        const known = this.messages.find((message) => message.id === request.messageId);
        const message = known ?? this.post(request.content, request.messageId, this.me, {
          ...(request.threadId ? { threadId: request.threadId } : {}), ...(request.parentId ? { parentId: request.parentId } : {}),
          ...(request.variantOf ? { variantOf: request.variantOf } : {}), ...(request.afterId ? { afterId: request.afterId } : {}),
          ...filesOf(request.attachments, this.files),
        });
        if (this.swallowAcks) return;
        return socket.gives({ type: 'ack', ref, roomId: 'general', messageId: message.id, seq: message.seq, rev: message.rev });
      }
      case 'edit_message':
      case 'delete_message':
      case 'react':
      case 'feedback': {
        const message = this.change(request.messageId, (known) => changed(known, request, this.me.id));
        if (!message) return socket.gives({ type: 'error', ref, code: 'unknown_message', message: 'there is no such message' });
        return socket.gives({ type: 'ack', ref, roomId: 'general', messageId: message.id, seq: message.seq, rev: message.rev });
      }
      case 'history':
        return socket.gives({ ...pageOf(this.messages, request), ref });
      case 'read':
      case 'delivered':
        return;
      case 'start_stream':
        return void this.ownStreams.push(request);
      case 'list_models':
        return socket.gives({ type: 'model_list', ref, models: this.models });
      case 'ping':
        return socket.gives({ type: 'pong', ref });
      default:
        return socket.gives({ type: 'ok', ref });
    }
  }

  #joined(roomId: string, after: number | undefined, ref: string | undefined): ServerFrame {
    const other = this.others.find((room) => room.id === roomId);
    if (other) return { type: 'room_joined', ref, room: other, members: [{ ...this.me, status: 'online' }], messages: [], rev: 0, hasMore: false, streams: [] };
    const changed = this.messages.filter((message) => message.rev > (after ?? 0));
    const messages = after === undefined ? changed.slice(-this.pageSize) : changed.slice(0, this.pageSize);
    const hasMore = changed.length > messages.length;
    const rev = after !== undefined && hasMore ? messages.at(-1)!.rev : this.rev;
    const members = [me, grace, bot].map((author) => ({ ...author, status: 'online' as const }));
    return { type: 'room_joined', ref, room: this.room, members, messages, rev, hasMore, streams: this.streams, receipts: this.receipts, threads: this.threads };
  }
}
