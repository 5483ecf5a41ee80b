import { dayName } from '../ui/times';
import type { Memory, Scope, Tier } from './MemoryApi';

export const tierWords: [Tier, string, string][] = [
  ['long_term', 'About people', 'Facts and wishes: names, likes, how answers should be.'],
  ['semantic', 'Known', 'Knowledge about a thing or a word, about nobody in particular.'],
  ['episodic', 'Happened', 'What was talked about or decided, and when.'],
  ['short_term', 'Brought in', 'Turns of a conversation from a file.'],
];

/** Each with what a change to it means. */
export const scopeWords: Record<Scope, { name: string; meaning: string }> = {
  private: { name: 'Only you', meaning: 'It is used in chats with you alone, and nobody else can see it.' },
  room: { name: 'A room', meaning: 'Whoever reads that room may see it, and it is used there and among people who are all in that room.' },
  user: { name: 'Wherever you are', meaning: 'It is used in every room that you are in, so others may read answers made of it.' },
};

export const tierName = (tier: Tier): string => tierWords.find(([name]) => name === tier)![1];

/** What the one who reads knows of people, rooms and messages. */
export interface Known {
  myId: string;
  roomName(id: string): string | undefined;
  /** Who said a message that is here. */
  authorOf(roomId: string, messageId: string): string | undefined;
  personName(id: string): string | undefined;
}

export function scopeName({ scope, roomId, userId }: Memory, { myId, roomName }: Known): string {
  if (scope === 'room') return `Readers of ${(roomId && roomName(roomId)) ?? 'a room'}`;
  return userId === undefined || userId === myId ? scopeWords[scope].name : scope;
}

/** Where it comes from, in words; empty: it was added by hand or brought in. */
export function sourceOf({ sourceMessageId, sourceRoomId }: Memory, { roomName, authorOf }: Known): string {
  if (sourceMessageId === undefined || sourceRoomId === undefined) return '';
  const author = authorOf(sourceRoomId, sourceMessageId);
  const room = roomName(sourceRoomId);
  return `from ${author ? `${author}’s` : 'a'} message${room ? ` in ${room}` : ''}`;
}

/** How sure the assistant is, in a word; it is worth saying only where it is not. */
export function sureness(confidence: number): string {
  if (confidence >= 0.8) return '';
  return confidence >= 0.5 ? 'fairly sure' : 'unsure';
}

export function usedWords({ uses, lastUsedAt }: Pick<Memory, 'uses' | 'lastUsedAt'>): string {
  if (uses === 0 || lastUsedAt === undefined) return 'not used yet';
  const when = dayName(lastUsedAt);
  return `used ${uses === 1 ? 'once' : `${uses} times`}, last ${when === 'Today' || when === 'Yesterday' ? when.toLowerCase() : `on ${when}`}`;
}

/** In the order of `tierWords`, those that are there. */
export function byTier(memories: readonly Memory[]): [tier: Tier, memories: Memory[]][] {
  return tierWords.map(([tier]): [Tier, Memory[]] => [tier, memories.filter((memory) => memory.tier === tier)]).filter(([, some]) => some.length > 0);
}
