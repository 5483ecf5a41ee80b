import type { ServerEvent } from '../protocol/frames';
import type { Author, MemoryChanged } from '../protocol/wire';
import type { OwnStream } from '../playground/OwnStream.svelte';
import type { RoomState } from './RoomState.svelte';

/** What events change. */
export interface EventTarget {
  rooms(): Iterable<RoomState>;
  room(id: string): RoomState;
  /** Something of this room was missed: ask for what came since its known rev. */
  catchUp(room: RoomState): void;
  isMe(userId: string): boolean;
  /** A message has come to this page. */
  delivered(room: RoomState, seq: number): void;
  /** The user has left this room, here or on another device, or was made to leave. */
  forgetRoom(room: RoomState, removedBy?: Author): void;
  /** There is no such room any more, for this user at least. */
  roomGone(roomId: string): void;
  /** An assistant remembers something of which one may know, or no longer. */
  memoryChanged(event: MemoryChanged): void;
  /** A stream of this page alone. */
  ownStream(id: string): OwnStream | undefined;
  /** One of them has ended. */
  ownStreamEnded(): void;
  now(): number;
}

/** The one door for what the server says unasked. */
export function applyEvent(target: EventTarget, event: ServerEvent): void {
  switch (event.type) {
    case 'message': {
      const room = target.room(event.message.roomId);
      room.put(event.message);
      if (target.isMe(event.message.author.id)) room.read(event.message.seq);
      else target.delivered(room, event.message.seq);
      if (room.revs.live(event.message.rev)) target.catchUp(room);
      return;
    }
    case 'user_joined':
      return target.room(event.roomId).memberJoined(event.user, target.isMe(event.user.id));
    case 'user_left': {
      const room = target.room(event.roomId);
      if (target.isMe(event.user.id)) target.forgetRoom(room, event.removedBy);
      else room.memberLeft(event.user, event.removedBy);
      return;
    }
    case 'room_updated':
      return target.room(event.roomId).describedBy(event.room);
    case 'room_deleted':
      return target.roomGone(event.roomId);
    case 'member_updated':
      return target.room(event.roomId).memberUpdated(event.member);
    case 'receipt':
      return target.room(event.roomId).receipt(event);
    case 'suggestions':
      return target.room(event.roomId).suggested(event);
    case 'typing':
      if (!target.isMe(event.userId)) target.room(event.roomId).typing.set(event.userId, event.isTyping);
      return;
    case 'presence':
      for (const room of target.rooms()) room.presenceChanged(event);
      return;
    case 'stream_queued':
      if (event.roomId) target.room(event.roomId).replies.queued(event);
      else target.ownStream(event.streamId)?.waits(event);
      return;
    case 'stream_start':
      if (event.roomId) target.room(event.roomId).replies.started(event);
      else target.ownStream(event.streamId)?.starts(event, target.now());
      return;
    case 'token': {
      const found = findReply(target, event.streamId);
      if (found && !found.reply.grows(event)) target.catchUp(found.room);
      target.ownStream(event.streamId)?.grows(event, target.now());
      return;
    }
    case 'tool_call':
      return findReply(target, event.streamId)?.reply.calls(event.call);
    case 'memory_changed':
      return target.memoryChanged(event);
    case 'progress':
      findReply(target, event.streamId)?.reply.progresses(event);
      target.ownStream(event.streamId)?.progresses(event);
      return;
    case 'stream_end': {
      findReply(target, event.streamId)?.room.replies.ended(event);
      const own = target.ownStream(event.streamId);
      own?.ends(event, target.now());
      if (own) target.ownStreamEnded();
      return;
    }
    case 'sync':
      for (const room of target.rooms()) if (room.revs.announced(event.revs[room.id] ?? 0)) target.catchUp(room);
      return;
    default:
      return forgotten(event);
  }
}

function findReply(target: EventTarget, streamId: string) {
  for (const room of target.rooms()) {
    const reply = room.replies.find(streamId);
    if (reply) return { room, reply };
  }
  return undefined;
}

/** Does not compile when the wire has an event that the switch above lacks. A newer server's event is ignored. */
function forgotten(_event: never): void {}
