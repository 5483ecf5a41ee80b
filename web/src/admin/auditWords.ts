import type { AuditEntry } from './ModerationApi';

const words: Record<string, string> = {
  create_room: 'made the room', update_room: 'changed the room', delete_room: 'deleted the room', invite: 'brought in', remove_member: 'removed', ban: 'removed and banned',
  set_role: 'changed the role of', mute: 'muted', unmute: 'let write again', delete_message: 'deleted a message of', settle_report: 'settled a report', set_words: 'changed the word list',
};

/** What somebody did, in words; an action that this page does not know yet is shown as it is called. */
export function auditWords({ action, target, detail }: Pick<AuditEntry, 'action' | 'target' | 'detail'>, nameOf: (id: string) => string): string {
  const did = words[action] ?? action.replaceAll('_', ' ');
  return [did, target === undefined ? '' : nameOf(target)].filter(Boolean).join(' ') + (detail ? `: ${detail}` : '');
}
