import { calledBy } from './completion';
import type { RoomState } from '../state/RoomState.svelte';

/** What stands in the empty field: where one writes, and who answers. */
export function placeholderOf(room: Pick<RoomState, 'name' | 'info' | 'members'>, isThread: boolean, isNarrow: boolean): string {
  const mode = room.info?.assistantMode;
  const assistant = room.members.find((member) => member.kind === 'assistant');
  if (room.info?.kind === 'chat' && assistant) return `Message ${assistant.name}`;
  const start = isThread ? 'Reply in the thread' : `Message ${room.name}`;
  if (isThread || !assistant || mode === 'off') return start;
  if (isNarrow) return `${start} or ask @${calledBy(assistant)}`;
  return mode === 'all' ? `${start}. ${assistant.name} answers` : `${start}. Ask @${calledBy(assistant)} for an answer`;
}
