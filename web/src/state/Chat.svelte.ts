import type { Account } from '../accounts/Account';
import { Drafts } from '../composer/Drafts';
import type { Clock } from '../connection/clock';
import type { Connection } from '../connection/Connection';
import type { RequestRefused } from '../connection/errors';
import { Http, type Fetch } from '../connection/Http';
import { Attaching } from '../files/Attaching.svelte';
import { Pictures } from '../files/Pictures';
import { sendFile } from '../files/sendFile';
import type { Uploads } from '../files/Uploads.svelte';
import { Changes } from '../messages/Changes';
import { wouldNotFollow } from '../messages/branches';
import type { Conversation } from '../messages/Conversation.svelte';
import { History } from '../messages/History';
import { newMessageId } from '../messages/messageId';
import { Outbox } from '../messages/Outbox.svelte';
import type { PendingMessage } from '../messages/PendingMessage';
import { Assistants } from '../assistants/Assistants.svelte';
import { MemoryApi } from '../memory/MemoryApi';
import { MemoryNews } from '../memory/MemoryNews.svelte';
import { Models } from '../models/Models.svelte';
import { ModelsApi } from '../models/ModelsApi';
import type { Database } from '../offline/Database';
import { KeptMessages } from '../offline/KeptMessages';
import { SavedRooms } from '../offline/SavedRooms';
import type { OwnStream } from '../playground/OwnStream.svelte';
import { Playground } from '../playground/Playground.svelte';
import { OwnPresence } from '../presence/OwnPresence.svelte';
import type { Author, Connected, MemoryChanged, Message, Room } from '../protocol/wire';
import { CursorSignal } from '../receipts/CursorSignal';
import type { OnNextFrame } from '../replies/GrowingText.svelte';
import type { Reply } from '../replies/Reply.svelte';
import { Again } from '../replies/Again';
import { stopReply } from '../replies/stopReply';
import { Joins } from '../rooms/Joins';
import { KnownRooms } from '../rooms/KnownRooms.svelte';
import { RoomChanges } from '../rooms/RoomChanges';
import type { KeyedStore } from '../ui/storage';
import { Toasts } from '../ui/Toasts.svelte';
import type { EventTarget } from './applyEvent';
import { RoomState } from './RoomState.svelte';

/** The room that is always there. */
export const firstRoom = 'general';

export interface ChatParts {
  connection: Connection;
  store: KeyedStore;
  database: Database;
  clock: Clock;
  random: () => number;
  onNextFrame: OnNextFrame;
  fetch: Fetch;
}

/** Everything that somebody signed in sees and does. */
export class Chat implements EventTarget {
  readonly me: Account;
  readonly outbox: Outbox;
  readonly history: History;
  readonly again: Again;
  readonly changes: Changes;
  readonly drafts: Drafts;
  readonly pictures: Pictures;
  readonly toasts: Toasts;
  readonly playground: Playground;
  readonly models: Models;
  readonly roomChanges: RoomChanges;
  readonly assistants: Assistants;
  readonly memory: MemoryApi;
  readonly memoryNews = new MemoryNews();
  readonly presence: OwnPresence;
  /** What the socket has no request for. */
  readonly http: Http;
  readonly #parts: ChatParts;
  readonly #cursors: CursorSignal;
  readonly #saved: SavedRooms;
  readonly #joins: Joins;
  readonly #known: KnownRooms;
  readonly #attaching: Attaching;
  /** The server has told its rooms, and what was saved of them before is of no more use. */
  #isTold = false;
  #isListed = $state(false);
  #isOnline = $state(false);

  constructor(me: Account, parts: ChatParts) {
    this.me = me;
    this.#parts = parts;
    this.#cursors = new CursorSignal(parts.clock, (word) => this.#joins.has(word.roomId) && parts.connection.tell(word));
    this.#saved = new SavedRooms(me.userId, parts.database.rooms, parts.clock);
    this.#known = new KnownRooms((id) => this.#newRoom(id));
    this.#joins = new Joins({ ...parts, joined: (room) => this.#joined(room), shutOut: (room, error) => this.#shutOut(room, error) });
    this.#attaching = new Attaching(parts.store);
    this.history = new History(parts.connection, me.name);
    this.again = new Again(parts.connection);
    this.changes = new Changes(parts.connection, me.userId);
    this.toasts = new Toasts(parts.clock);
    this.pictures = new Pictures(me.token, parts.fetch, (ms, action) => parts.clock.after(ms, action));
    this.drafts = new Drafts(me.userId, parts.store);
    this.outbox = new Outbox({
      kept: new KeptMessages(me.userId, parts.database, parts.store),
      clock: parts.clock,
      send: (request) => parts.connection.request(request),
      upload: (roomId, file) => sendFile(file, { token: me.token, roomId }).done,
      knownRev: (roomId) => this.room(roomId).revs.rev ?? 0,
    });
    this.playground = new Playground(me.userId, parts);
    this.http = new Http(me.token, parts.fetch);
    this.assistants = new Assistants(this.http);
    this.memory = new MemoryApi(this.http);
    this.models = new Models({ ...parts, api: new ModelsApi(this.http) });
    this.roomChanges = new RoomChanges({ connection: parts.connection, http: this.http, took: (room) => this.#took(room) });
    this.presence = new OwnPresence(me.userId, { ...parts, tell: (request) => parts.connection.tell(request) });
    this.room(firstRoom);
    void this.#restore();
  }

  rooms(): readonly RoomState[] {
    return this.#known.list;
  }

  /** Whether the rooms are known: told by the server, or saved when one was here before. */
  get isListed(): boolean {
    return this.#isListed;
  }

  /** Whether what is written now goes out now. */
  get isOnline(): boolean {
    return this.#isOnline;
  }

  get current(): RoomState | undefined {
    return this.#known.current;
  }

  get unread(): number {
    return this.rooms().reduce((sum, room) => sum + room.unread, 0);
  }

  get store(): KeyedStore {
    return this.#parts.store;
  }

  /** The largest file that the server takes; undefined: it takes none, or has not said yet. */
  get maxFileBytes(): number | undefined {
    return this.#attaching.maxBytes;
  }

  /** The files that wait to go out with the next message there. */
  uploads(conversation: Conversation): Uploads {
    return this.#attaching.in(conversation);
  }

  now(): number {
    return this.#parts.clock.now();
  }

  get clock(): Clock {
    return this.#parts.clock;
  }

  ownStream(id: string): OwnStream | undefined {
    return this.playground.find(id);
  }

  ownStreamEnded(): void {
    this.playground.ended();
  }

  room(id: string): RoomState {
    return this.#known.room(id);
  }

  isMe(userId: string): boolean {
    return userId === this.me.userId;
  }

  /** The hello was answered, the first time or again. */
  connected(answer: Connected): void {
    const listed = new Set(answer.rooms.map((room) => room.id));
    for (const room of this.rooms()) if (!listed.has(room.id)) this.#known.removeUnseen(room);
    for (const room of answer.rooms) this.room(room.id).describedBy(room);
    this.#saved.keepOnly(new Set(answer.rooms.filter((room) => room.isMember !== false).map((room) => room.id)));
    this.#isListed = this.#isTold = this.#isOnline = true;

    for (const room of this.rooms()) {
      const isMember = room.info?.isMember;
      // Left on another device while this one was away.
      if (room.isFilled && isMember === false) this.forgetRoom(room);
      const isWanted = (room.id === firstRoom || room === this.current) && room.phase !== 'left';
      if (isMember || isWanted) void this.#joins.join(room);
    }
    this.#attaching.connected(answer.server.capabilities.maxFileBytes);
    this.playground.connected(answer.server.capabilities.maxTokens);
    this.models.connected();
    this.presence.connected();
  }

  connectionLost(): void {
    this.#isOnline = false;
    this.#joins.connectionLost();
    this.outbox.connectionLost();
    this.playground.connectionLost();
    this.presence.connectionLost();
  }

  /** The page may be about to go: what is seen now is what the next start shows. */
  save(): void {
    this.#saved.write();
  }

  /** Whoever signs out leaves nothing to read behind. */
  forgetSaved(): void {
    this.#saved.forget();
  }

  /** Somebody else may have the connection next: nothing goes out from here any more. */
  close(): void {
    this.#joins.close();
    this.#cursors.close();
    this.#saved.close();
    this.outbox.close();
    this.models.close();
    this.presence.close();
    this.pictures.close();
    this.toasts.close();
  }

  open(roomId: string): void {
    const room = this.room(roomId);
    this.#known.look(room);
    if (room.hasNewer) void this.showNewest(room);
    if (room.phase === 'listed' || !room.isOpen) void this.#joins.join(room);
  }

  /** Away from the rooms: none is looked at. */
  leaveRooms(): void {
    this.#known.look(undefined);
  }

  /** Makes a public room of the id that a link named and nobody has made yet. */
  createByLink(room: RoomState): Promise<void> {
    return this.#joins.join(room, true);
  }

  tryAgain(room: RoomState): Promise<void> {
    return this.#joins.join(room);
  }

  async leave(room: RoomState): Promise<void> {
    await this.#parts.connection.request({ type: 'leave_room', roomId: room.id });
    this.forgetRoom(room);
  }

  forgetRoom(room: RoomState, removedBy?: Author): void {
    const isHidden = room.info?.visibility !== 'public';
    this.#joins.forget(room.id);
    this.#cursors.forget(room.id);
    this.#saved.remove(room.id);
    room.left();
    if (removedBy && room === this.current) room.cannotJoin({ code: 'not_a_member', message: `${removedBy.name} removed you from this room.` });
    if (isHidden) this.#known.remove(room);
  }

  roomGone(roomId: string): void {
    const room = this.#known.find(roomId);
    if (!room) return;
    this.#joins.forget(roomId);
    this.#cursors.forget(roomId);
    this.#saved.remove(roomId);
    room.left();
    room.cannotJoin({ code: 'unknown_room', message: 'This room is gone.' });
    this.#known.removeUnseen(room);
  }

  memoryChanged(event: MemoryChanged): void {
    this.memoryNews.changed(event);
  }

  delivered(room: RoomState, seq: number): void {
    this.#cursors.delivered(room.id, seq);
  }

  /** What stood on the screen up to this message was read: in the room itself, or in one of its threads. */
  read(room: RoomState, seq: number, threadId?: string): void {
    const isNews = threadId === undefined ? room.read(seq) : room.threads.read(threadId, seq);
    if (isNews) this.#cursors.read(room.id, seq, threadId);
  }

  send(room: RoomState, content: string, more: Pick<PendingMessage, 'parentId' | 'threadId' | 'variantOf' | 'attachments' | 'files'> = {}): void {
    const createdAt = new Date(this.#parts.clock.now()).toISOString();
    this.outbox.add({ id: newMessageId(), roomId: room.id, content, createdAt, ...this.#branchOf(room, more), ...more });
  }

  typing(room: RoomState, isTyping: boolean): void {
    if (room.phase === 'joined') this.#parts.connection.tell({ type: 'typing', roomId: room.id, isTyping });
  }

  /** One's own question in other words, which begins a branch of a chat. */
  askInOtherWords(room: RoomState, question: Message, content: string): void {
    const place = question.variantOf ?? question.id;
    room.main.choose(place, undefined);
    this.send(room, content, { variantOf: place });
  }

  stop(reply: Reply): Promise<void> {
    return stopReply(this.#parts.connection, reply);
  }

  /** Fetches the end of a room that went on while it was read further back. */
  async showNewest(room: RoomState): Promise<void> {
    await this.#joins.underWay(room.id);
    if (!room.hasNewer) return;
    room.jumpToEnd();
    await this.#joins.join(room);
  }

  catchUp(room: RoomState): void {
    if (room.phase === 'joined') void this.#joins.join(room);
  }

  /** Who writes on another branch than the newest says so. What waits to be sent goes on with what waits before it. */
  #branchOf(room: RoomState, { variantOf, threadId }: Pick<PendingMessage, 'variantOf' | 'threadId'>): Pick<PendingMessage, 'afterId'> {
    if (room.info?.kind !== 'chat' || variantOf !== undefined || threadId !== undefined || room.hasNewer) return {};
    if (this.outbox.inConversation(room.id, undefined).length > 0) return {};
    const afterId = wouldNotFollow(room.main.standing(true), room.messages);
    return afterId === undefined ? {} : { afterId };
  }

  /** Shows what this browser saw last, unless the server was faster. */
  async #restore(): Promise<void> {
    const saved = await this.#saved.load();
    if (this.#isTold) return;
    for (const room of saved) this.room(room.room.id).restore(room);
    this.#isListed = saved.length > 0;
  }

  #newRoom(id: string): RoomState {
    const { clock, onNextFrame } = this.#parts;
    const arrived = (messages: readonly Message[]) => {
      this.outbox.arrived(new Set(messages.map((message) => message.id)));
      this.#saved.changed(room);
    };
    const room: RoomState = new RoomState(id, { me: this.me, clock, onNextFrame, arrived });
    return room;
  }

  #joined(room: RoomState): void {
    this.#cursors.connected();
    this.#cursors.delivered(room.id, room.newestSeq);
    this.#saved.changed(room);
    this.outbox.roomOpened(room.id);
  }

  #shutOut(room: RoomState, error: RequestRefused): void {
    room.forget();
    this.#saved.remove(room.id);
    room.cannotJoin(error);
    this.#known.removeUnseen(room);
  }

  /** A room that one was made a member of just now. */
  #took(room: Room): RoomState {
    const taken = this.room(room.id);
    taken.describedBy(room);
    return taken;
  }
}
