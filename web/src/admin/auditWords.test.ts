import { expect, test } from 'vitest';
import { auditWords } from './auditWords';

test('what was done to people is told with their names', () => {
  expect(auditWords({ action: 'mute', target: 'u-cy', detail: 'Cy, until 2026-01-31 10:00 UTC' })).toBe('muted Cy, until 2026-01-31 10:00 UTC');
  expect(auditWords({ action: 'set_role', target: 'u-cy', detail: 'Cy: moderator' })).toBe('changed the role of Cy: moderator');
  expect(auditWords({ action: 'ban', target: 'u-gone' })).toBe('removed and banned u-gone');
});

test('what was done to the room is told with what it was', () => {
  expect(auditWords({ action: 'update', detail: 'name, topic' })).toBe('changed the room: name, topic');
  expect(auditWords({ action: 'words' })).toBe('changed the word list');
});

test('an action of a newer server is shown as it is called', () => {
  expect(auditWords({ action: 'paint_walls', detail: 'green' })).toBe('paint walls: green');
});
