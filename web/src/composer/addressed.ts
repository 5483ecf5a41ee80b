import { calledBy } from './completion';
import type { RoomState } from '../state/RoomState.svelte';

/** A suggestion as it is said here: to the assistant by name, where it does not answer everything. */
export function addressed(room: Pick<RoomState, 'info' | 'members' | 'message'>, item: string, answerId: string): string {
  if (room.info?.kind === 'chat' || room.info?.assistantMode === 'all') return item;
  const author = room.message(answerId)?.author;
  const assistant = room.members.find((member) => (author ? member.id === author.id : member.kind === 'assistant')) ?? author;
  return assistant ? `@${calledBy(assistant)} ${item}` : item;
}
