import { expect, test } from 'vitest';
import { presenceWords } from './presenceWords';

const now = Date.parse('2026-01-31T09:00:00Z');

test('presence is told with what one does and what with', () => {
  expect(presenceWords({ status: 'busy', activity: 'Writing a report', devices: ['web', 'terminal'] })).toBe('Busy · Writing a report · with browser and terminal');
  expect(presenceWords({ status: 'online' })).toBe('Online');
});

test('who is not there was last seen some time ago, if that is known', () => {
  expect(presenceWords({ status: 'offline', lastSeen: '2026-01-31T08:40:00Z', activity: 'Lunch' }, now)).toBe('Last seen 20 min ago');
  expect(presenceWords({ status: 'offline' }, now)).toBe('Offline');
});
