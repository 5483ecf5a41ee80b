import type { ConnectionState } from './Connection';

/** What tests and styles call a state; before the first try it is about to connect. */
export const statusOf = ({ name }: ConnectionState) => (name === 'idle' ? 'connecting' : name);

export function statusWord(state: ConnectionState): string {
  switch (statusOf(state)) {
    case 'open':
      return 'Connected';
    case 'connecting':
      return 'Connecting…';
    case 'waiting':
      return 'Offline';
    case 'closed':
      return 'Disconnected';
  }
}
