import type { Clock } from '../connection/clock';
import { TypingPeople } from '../composer/TypingPeople.svelte';
import { Conversation } from '../messages/Conversation.svelte';
import type { MessageWindow } from '../messages/MessageWindow.svelte';
import { mentions } from '../messages/mention';
import type { Author, Member, Message, PresenceEvent, ReceiptEvent, Room, RoomJoined, RoomRole, Suggested } from '../protocol/wire';
import { Cursors } from '../receipts/Cursors.svelte';
import { Unread } from '../receipts/Unread.svelte';
import { Notices } from '../rooms/Notices.svelte';
import type { SavedRoom } from '../offline/SavedRoom';
import type { OnNextFrame } from '../replies/GrowingText.svelte';
import { Replies } from '../replies/Replies.svelte';
import { Threads } from '../threads/Threads.svelte';
import { described, recounted } from './described';
import { RevCursor } from './RevCursor';

/** `listed`: known by name only. `left`: one was in it. `failed`: it cannot be entered; `error` says why. */
export type RoomPhase = 'listed' | 'joining' | 'joined' | 'left' | 'failed';

export interface RoomParts {
  me: { userId: string; name: string };
  clock: Clock;
  onNextFrame: OnNextFrame;
  /** Messages, new or changed, have come into the room. */
  arrived(messages: readonly Message[]): void;
}

/** One room as this page knows it. */
export class RoomState {
  readonly id: string;
  readonly revs = new RevCursor();
  /** What stands in the room itself, not in its threads. */
  readonly main: Conversation;
  readonly threads: Threads;
  /** How far each member has come. */
  readonly receipts = new Cursors();
  readonly typing: TypingPeople;
  readonly replies: Replies;
  readonly notices = new Notices();
  readonly #parts: RoomParts;
  #info = $state.raw<Room>();
  #phase = $state<RoomPhase>('listed');
  #error = $state.raw<{ code: string; message: string }>();
  #members = $state.raw<readonly Member[]>([]);
  #suggestions = $state.raw<Suggested>();
  readonly #unread = new Unread();
  #savedAt = $state<number>();

  constructor(id: string, parts: RoomParts) {
    this.id = id;
    this.#parts = parts;
    this.main = new Conversation(id);
    this.threads = new Threads(id);
    this.typing = new TypingPeople(parts.clock);
    this.replies = new Replies(parts.onNextFrame, (messageId) => this.threads.placeOf(messageId));
  }

  get info(): Room | undefined {
    return this.#info;
  }

  /** A direct room is called after the other person. */
  get name(): string {
    return this.other?.name ?? this.#info?.name ?? this.id;
  }

  /** With whom one is in a direct room. */
  get other(): Author | undefined {
    return this.#info?.kind === 'direct' ? this.#info.people?.find((person) => person.id !== this.#parts.me.userId) : undefined;
  }

  /** What one is in it; undefined: not a member, or not told yet. */
  get role(): RoomRole | undefined {
    return this.me?.role ?? this.#info?.role;
  }

  /** Oneself among the members. */
  get me(): Member | undefined {
    return this.member(this.#parts.me.userId);
  }

  get phase(): RoomPhase {
    return this.#phase;
  }

  /** Whether one is in it, or on the way. */
  get isOpen(): boolean {
    return this.#phase !== 'left' && this.#phase !== 'failed';
  }

  get error() {
    return this.#error;
  }

  get members(): readonly Member[] {
    return this.#members;
  }

  get messages(): readonly Message[] {
    return this.main.messages;
  }

  get hasOlder(): boolean {
    return this.main.window.hasOlder;
  }

  /** Its newest messages are not among these. */
  get hasNewer(): boolean {
    return this.main.window.hasNewer;
  }

  get newestSeq(): number {
    return this.main.newestSeq;
  }

  /** By the server's count, and what came since; what stands in threads does not count. */
  get unread(): number {
    return this.#unread.count;
  }

  /** How many of the unread ones name one. */
  get mentions(): number {
    return this.#unread.mentions;
  }

  /** What one might say next. */
  get suggestions(): Suggested | undefined {
    return this.#suggestions;
  }

  member(id: string): Member | undefined {
    return this.#members.find((member) => member.id === id);
  }

  /** Of an assistant that has one. */
  pictureOf(id: string): string | undefined {
    return this.member(id)?.assistant?.picture;
  }

  /** Of the room itself or of a thread that is open. */
  message(id: string): Message | undefined {
    return this.windowOf({ threadId: this.threads.placeOf(id) })?.list.find((message) => message.id === id);
  }

  /** Where a message stands; undefined: in a thread that is not open. */
  conversationOf({ threadId }: Pick<Message, 'threadId'>): Conversation | undefined {
    return threadId === undefined ? this.main : this.threads.find(threadId);
  }

  windowOf({ threadId }: Pick<Message, 'threadId'>): MessageWindow | undefined {
    return threadId === undefined ? this.main.window : this.threads.find(threadId)?.window;
  }

  /** When this browser last saw what is shown, in milliseconds since 1970; undefined: it is as the server told on this page. */
  get savedAt(): number | undefined {
    return this.#savedAt;
  }

  /** Whether there is anything of it that only members get. */
  get isFilled(): boolean {
    return this.#phase === 'joined' || this.#savedAt !== undefined;
  }

  /** As it was when this browser last saw it; the next join brings what came since. Who is there now is not known. */
  restore({ savedAt, ...saved }: SavedRoom): void {
    this.describedBy(saved.room);
    this.#savedAt = savedAt;
    this.#members = saved.members.map((member) => (member.kind === 'user' ? { ...member, status: 'offline' } : member));
    this.#takeIn(saved, null);
  }

  describedBy(room: Room): void {
    this.#info = described(this.#info, room);
    this.main.reaches(room.seq);
    this.revs.announced(room.rev);
    if (room.unread !== undefined) this.#unread.told(room.unread, room.mentions ?? 0, room.seq);
    if (room.firstSeq !== undefined) this.main.window.dropBefore(room.firstSeq);
  }

  joining(): void {
    if (this.#phase !== 'joined') this.#phase = 'joining';
    this.#error = undefined;
  }

  cannotJoin(error: { code: string; message: string }): void {
    this.#phase = 'failed';
    this.#error = error;
  }

  left(): void {
    this.#phase = 'left';
    this.#members = [];
    this.forget();
    if (this.#info) this.#info = { ...this.#info, isMember: false, role: undefined };
  }

  /** Takes in one answer to join_room; `after` is what was asked with. */
  joined(answer: RoomJoined, after: number | null): void {
    this.describedBy(answer.room);
    this.#phase = 'joined';
    this.#savedAt = undefined;
    this.#members = answer.members;
    this.#takeIn(answer, after);
    this.#suggestions = answer.suggestions;
    this.replies.resume(answer.streams.filter((stream) => !this.message(stream.messageId)));
    this.typing.clear();
  }

  #takeIn(answer: Omit<SavedRoom, 'savedAt'>, after: number | null): void {
    this.receipts.put(answer.receipts ?? []);
    this.threads.follow(answer.threads ?? []);
    if (after === null) {
      this.main.window.begin(answer.messages, answer.hasMore);
      this.threads.stale();
    } else this.main.window.put(answer.messages);
    this.#took(answer.messages);
    this.revs.caughtUpTo(answer.rev);
    this.main.ready();
    // A server that went back to a copy has fewer messages than were read; one that keeps no cursor counts from now on.
    this.main.read(this.receipts.of(this.#parts.me.userId)?.readSeq ?? this.newestSeq - this.unread);
  }

  /** Drops what was loaded, so that the next join starts anew. */
  forget(): void {
    this.#savedAt = undefined;
    this.revs.reset();
    this.main.forget();
    this.threads.forget();
    this.receipts.clear();
    this.replies.resume([]);
    this.#suggestions = undefined;
    this.#unread.clear();
    if (this.#info) this.#info = recounted(this.#info);
  }

  put(message: Message): void {
    if (message.seq > this.newestSeq) this.#isNew(message);
    this.main.window.put([message]);
    this.#took([message]);
  }

  /** The next join brings the newest page, whatever is known. */
  jumpToEnd(): void {
    this.main.window.jumpToEnd();
    this.revs.reset();
  }

  /** Everything up to this message was read, here or by one's own writing. Whether that is news. */
  read(seq: number): boolean {
    if (!this.main.read(seq)) return false;
    if (seq >= this.newestSeq) this.#unread.clear();
    return true;
  }

  receipt({ memberId, deliveredSeq, readSeq, unread, mentions: named = 0, thread, seq }: ReceiptEvent): void {
    this.receipts.put([{ memberId, deliveredSeq, readSeq }]);
    if (memberId !== this.#parts.me.userId) return;
    this.main.read(readSeq);
    if (unread !== undefined) this.#unread.told(unread, named, seq ?? this.newestSeq);
    if (thread) this.threads.told(thread);
  }

  suggested(suggestions: Suggested): void {
    this.#suggestions = suggestions;
  }

  memberJoined(member: Member, isMe: boolean): void {
    const isNew = !this.member(member.id);
    this.#members = [...this.#members.filter((other) => other.id !== member.id), member];
    if (isNew && !isMe) this.notices.add(`${member.name} joined`, this.newestSeq);
  }

  memberUpdated(member: Member): void {
    this.#members = this.#members.map((other) => (other.id === member.id ? member : other));
    if (member.id === this.#parts.me.userId && this.#info) this.#info = { ...this.#info, role: member.role };
  }

  memberLeft(author: Author, removedBy?: Author): void {
    if (!this.member(author.id)) return;
    this.#members = this.#members.filter((member) => member.id !== author.id);
    this.receipts.left(author.id);
    this.typing.set(author.id, false);
    this.notices.add(removedBy ? `${author.name} was removed by ${removedBy.name}` : `${author.name} left`, this.newestSeq);
  }

  presenceChanged({ userId, status, lastSeen, activity, devices }: PresenceEvent): void {
    const known = this.member(userId);
    if (!known) return;
    const changed = { ...known, status, lastSeen, activity, devices };
    this.#members = this.#members.map((member) => (member === known ? changed : member));
    if (status === 'offline') this.typing.set(userId, false);
  }

  #took(messages: readonly Message[]): void {
    for (const { seq } of messages) this.main.reaches(seq);
    this.threads.put(messages);
    this.replies.becameMessages(new Set(messages.map((message) => message.id)));
    for (const message of messages) this.typing.set(message.author.id, false);
    this.#parts.arrived(messages);
  }

  /** Before it is taken in: what it means for what was there. */
  #isNew({ author, content, seq, threadId }: Message): void {
    const { me } = this.#parts;
    if (this.#suggestions && this.threads.placeOf(this.#suggestions.messageId) === threadId) this.#suggestions = undefined;
    if (author.id === me.userId || author.kind === 'system') return;
    if (threadId !== undefined) return this.threads.grew(threadId);
    if (seq <= (this.main.readSeq ?? 0)) return;
    this.#unread.came(seq, mentions(content, me.name));
  }
}
