import type { RoomState } from '../state/RoomState.svelte';
import { sentence } from '../ui/sentence';

export interface Outside {
  title: string;
  text: string;
  /** What one can do next, apart from going elsewhere. */
  next: 'join' | 'start' | 'retry' | 'nothing';
}

/** Why one is not in a room, in words. */
export function whyOutside(room: Pick<RoomState, 'id' | 'phase' | 'info' | 'error' | 'name'>): Outside {
  const { phase, info, error, name } = room;
  const isPublic = info?.visibility === 'public';
  if (phase === 'left') {
    const text = isPublic ? 'You no longer get its messages.' : 'It is private: a member must bring you back.';
    return { title: `You left ${name}`, text, next: isPublic ? 'join' : 'nothing' };
  }
  if (error?.code === 'not_a_member') {
    const text = isPublic ? `${sentence(error.message)} You can ask its moderators why, or join it again.` : `${sentence(error.message)} A member must bring you back.`;
    return { title: `You are no longer in ${name}`, text, next: isPublic ? 'join' : 'nothing' };
  }
  if (error?.code === 'room_full') return { title: `${name} is full`, text: 'It has as many members as it takes. Try again when somebody has left.', next: 'retry' };
  if (error?.code === 'not_allowed') return { title: `You cannot join ${name}`, text: `${sentence(error.message)} One of its members can bring you in again.`, next: 'nothing' };
  if (error?.code === 'unknown_room' && info)
    return { title: `${name} is gone`, text: 'Its owner deleted it, or you may no longer come in. Your other rooms are where they were.', next: 'nothing' };
  if (error?.code === 'unknown_room')
    return { title: `There is no room “${room.id}” for you here`, text: 'It may be private, or nobody has made it yet. You can start it as a public room.', next: 'start' };
  return { title: 'This room cannot be opened', text: sentence(error?.message ?? ''), next: 'retry' };
}
