import type { AuditEntry } from './ModerationApi';

/** What comes before the detail, which names the person. */
const ofPeople: Record<string, string> = {
  invite: 'brought in', unban: 'brought back in', remove: 'removed', ban: 'removed and banned', set_role: 'changed the role of', mute: 'muted', unmute: 'let write again:',
  inherit: 'left the room to',
};

const ofTheRoom: Record<string, string> = {
  update: 'changed the room', archive: 'archived the room', reopen: 'opened the room again', delete_message: 'deleted a message', words: 'changed the word list', settle: 'settled a report',
};

/** What somebody did, in words; an action that this page does not know yet is shown as it is called. */
export function auditWords({ action, target = '', detail = '' }: Pick<AuditEntry, 'action' | 'target' | 'detail'>): string {
  const verb = ofPeople[action];
  if (verb) return `${verb} ${detail || target}`;
  return `${ofTheRoom[action] ?? action.replaceAll('_', ' ')}${detail ? `: ${detail}` : ''}`;
}
