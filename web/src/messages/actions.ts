import type { Member, Message } from '../protocol/wire';
import { isCut } from '../replies/Again';
import type { RoomState } from '../state/RoomState.svelte';

export type ActionName = 'react' | 'thread' | 'quote' | 'copy' | 'link' | 'edit' | 'delete' | 'report' | 'rate' | 'regenerate' | 'continue' | 'prompt';

/** Of these nothing can be kept until there is a connection. */
export const needsServer: ReadonlySet<string> = new Set<ActionName>(['react', 'edit', 'delete', 'report', 'rate', 'regenerate', 'continue', 'prompt']);

type Place = Pick<RoomState, 'info' | 'role'> & { me: Pick<Member, 'mutedUntil'> | undefined };

/** What somebody may do with a message; what they may not is not shown. */
export function actionsOn(message: Message, { info, role, me }: Place, myId: string, now: number): ReadonlySet<ActionName> {
  const actions = new Set<ActionName>();
  if (message.deletedAt !== undefined) {
    if (message.thread) actions.add('thread');
    return actions.add('link');
  }
  const isMine = message.author.id === myId;
  const isSystem = message.author.kind === 'system';
  const isArchived = info?.archivedAt !== undefined;
  const mayWrite = !isArchived && !(me?.mutedUntil !== undefined && Date.parse(me.mutedUntil) > now);
  actions.add('copy').add('link');
  if (isSystem) return actions;

  if (!isArchived) actions.add('react');
  // A thread has no threads of its own.
  if (message.threadId === undefined && info?.kind !== 'chat' && (mayWrite || message.thread)) actions.add('thread');
  if (mayWrite) actions.add('quote');
  if (isMine && mayWrite) actions.add('edit');
  if (!isArchived && (isMine || role === 'owner' || role === 'moderator')) actions.add('delete');
  if (!isMine) actions.add('report');
  if (message.author.kind === 'assistant') {
    if (!isArchived) actions.add('rate');
    if (mayWrite) actions.add('regenerate');
    if (mayWrite && isCut(message)) actions.add('continue');
    if (message.generation) actions.add('prompt');
  } else if (mayWrite && info?.kind === 'chat') actions.add('regenerate');
  return actions;
}

/** The text as a quotation that the answer is written under. */
export const quoted = ({ author, content }: Message): string =>
  `> **${author.name}:** ${content.trim().replaceAll('\n', '\n> ')}\n\n`;
