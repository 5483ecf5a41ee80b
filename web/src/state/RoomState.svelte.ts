import type { Clock } from '../connection/clock';
import { TypingPeople } from '../composer/TypingPeople.svelte';
import { MessageWindow, type View } from '../messages/MessageWindow.svelte';
import type { Author, HistoryPage, Member, Message, PresenceEvent, Room, RoomJoined } from '../protocol/wire';
import { Notices } from '../rooms/Notices.svelte';
import type { OnNextFrame } from '../replies/GrowingText.svelte';
import { Replies } from '../replies/Replies.svelte';
import { RevCursor } from './RevCursor';

/** `listed`: known by name only. `left`: one was in it. `failed`: it cannot be entered; `error` says why. */
export type RoomPhase = 'listed' | 'joining' | 'joined' | 'left' | 'failed';

export interface RoomParts {
  clock: Clock;
  onNextFrame: OnNextFrame;
  /** Messages, new or changed, have come into the room. */
  arrived(messages: readonly Message[]): void;
}

/** One room as this page knows it. */
export class RoomState {
  readonly id: string;
  readonly revs = new RevCursor();
  readonly typing: TypingPeople;
  readonly replies: Replies;
  readonly notices = new Notices();
  readonly #window = new MessageWindow();
  readonly #arrived: RoomParts['arrived'];
  #info = $state.raw<Room>();
  #phase = $state<RoomPhase>('listed');
  #error = $state.raw<{ code: string; message: string }>();
  #members = $state.raw<readonly Member[]>([]);
  #newestSeq = $state(0);
  #seenSeq = $state<number>();

  constructor(id: string, { clock, onNextFrame, arrived }: RoomParts) {
    this.id = id;
    this.typing = new TypingPeople(clock);
    this.replies = new Replies(onNextFrame);
    this.#arrived = arrived;
  }

  get info(): Room | undefined {
    return this.#info;
  }

  get name(): string {
    return this.#info?.name ?? this.id;
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
    return this.#window.list;
  }

  get hasOlder(): boolean {
    return this.#window.hasOlder;
  }

  /** Its newest messages are not among these. */
  get hasNewer(): boolean {
    return this.#window.hasNewer;
  }

  get newestSeq(): number {
    return this.#newestSeq;
  }

  /** The newest message that was on the screen; undefined: never looked. */
  get seenSeq(): number | undefined {
    return this.#seenSeq;
  }

  get unread(): number {
    return this.#seenSeq === undefined ? 0 : Math.max(0, this.#newestSeq - this.#seenSeq);
  }

  member(id: string): Member | undefined {
    return this.#members.find((member) => member.id === id);
  }

  message(id: string): Message | undefined {
    return this.messages.find((message) => message.id === id);
  }

  describedBy(room: Room): void {
    this.#info = room;
    this.#newestSeq = Math.max(this.#newestSeq, room.seq);
    this.revs.announced(room.rev);
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
  }

  /** Takes in one answer to join_room; `after` is what was asked with. */
  joined(answer: RoomJoined, after: number | null): void {
    this.describedBy(answer.room);
    this.#phase = 'joined';
    this.#members = answer.members;
    if (after === null) this.#window.begin(answer.messages, answer.hasMore);
    else this.#window.put(answer.messages);
    this.#took(answer.messages);
    this.replies.resume(answer.streams.filter((stream) => !this.message(stream.messageId)));
    this.revs.caughtUpTo(answer.rev);
    this.typing.clear();
  }

  /** Drops what was loaded, so that the next join starts anew. */
  forget(): void {
    this.revs.reset();
    this.#window.clear();
    this.#newestSeq = 0;
    this.#seenSeq = undefined;
    this.replies.resume([]);
  }

  put(messages: readonly Message[]): void {
    this.#window.put(messages);
    this.#took(messages);
  }

  putOlder(page: HistoryPage): void {
    this.#window.putOlder(page);
  }

  viewed(view: View): void {
    this.#window.viewed(view);
  }

  /** The next join brings the newest page, whatever is known. */
  jumpToEnd(): void {
    this.#window.jumpToEnd();
    this.revs.reset();
  }

  seen(seq: number): void {
    if (this.#seenSeq === undefined || seq > this.#seenSeq) this.#seenSeq = seq;
  }

  /** A server that went back to a copy has fewer messages than were read. */
  clampSeen(): void {
    this.#seenSeq = Math.min(this.#seenSeq ?? this.#newestSeq, this.#newestSeq);
  }

  memberJoined(member: Member, isMe: boolean): void {
    const isNew = !this.member(member.id);
    this.#members = [...this.#members.filter((other) => other.id !== member.id), member];
    if (isNew && !isMe) this.notices.add(`${member.name} joined`, this.#newestSeq);
  }

  memberLeft(author: Author): void {
    if (!this.member(author.id)) return;
    this.#members = this.#members.filter((member) => member.id !== author.id);
    this.typing.set(author.id, false);
    this.notices.add(`${author.name} left`, this.#newestSeq);
  }

  presenceChanged(event: PresenceEvent): void {
    const known = this.member(event.userId);
    if (!known) return;
    const changed = { ...known, status: event.status, lastSeen: event.lastSeen };
    this.#members = this.#members.map((member) => (member === known ? changed : member));
    if (event.status === 'offline') this.typing.set(event.userId, false);
  }

  #took(messages: readonly Message[]): void {
    this.#newestSeq = Math.max(this.#newestSeq, ...messages.map((message) => message.seq));
    this.replies.becameMessages(new Set(messages.map((message) => message.id)));
    for (const message of messages) this.typing.set(message.author.id, false);
    this.#arrived(messages);
  }
}
