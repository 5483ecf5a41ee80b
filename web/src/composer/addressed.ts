import type { RoomState } from '../state/RoomState.svelte';

/** A suggestion as it is said here: to the assistant by name, where it does not answer everything. */
export function addressed(room: Pick<RoomState, 'info' | 'members' | 'message'>, item: string, answerId: string): string {
  if (room.info?.kind === 'chat' || room.info?.assistantMode === 'all') return item;
  const assistant = room.message(answerId)?.author ?? room.members.find((member) => member.kind === 'assistant');
  return assistant ? `@${assistant.name} ${item}` : item;
}
