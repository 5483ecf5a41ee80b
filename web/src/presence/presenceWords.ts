import type { Member, PresenceStatus } from '../protocol/wire';
import { seenAgo } from '../ui/times';

export const statusWords: Record<PresenceStatus, string> = { online: 'Online', away: 'Away', busy: 'Busy', offline: 'Offline' };

const deviceWords: Record<string, string> = { web: 'browser', terminal: 'terminal', phone: 'phone', api: 'program' };

export const deviceWord = (device: string): string => deviceWords[device] ?? device;

/** How present a member is, in a few words: `Busy · Writing a report · in the terminal`. */
export function presenceWords(member: Pick<Member, 'status' | 'activity' | 'devices' | 'lastSeen'>, now = Date.now()): string {
  if (member.status === 'offline') return member.lastSeen ? `Last seen ${seenAgo(member.lastSeen, now)}` : 'Offline';
  const devices = (member.devices ?? []).map(deviceWord);
  return [statusWords[member.status], member.activity, devices.length > 0 ? `with ${devices.join(' and ')}` : ''].filter(Boolean).join(' · ');
}

/** What one chooses for oneself. */
export const ownStatusWords: Record<PresenceStatus, string> = { online: 'Online', away: 'Away', busy: 'Busy', offline: 'Appear offline' };
