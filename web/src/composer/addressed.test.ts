import { expect, test } from 'vitest';
import type { AssistantMode, Member, Room, RoomKind } from '../protocol/wire';
import { addressed } from './addressed';

const bot: Member = { id: 'b', name: 'AIBot', kind: 'assistant', status: 'online' };
const room = (kind: RoomKind, assistantMode: AssistantMode) => ({ info: { kind, assistantMode } as Room, members: [bot], message: () => undefined });

test.each<[RoomKind, AssistantMode, string]>([
  ['group', 'mention', '@AIBot Why?'],
  ['group', 'smart', '@AIBot Why?'],
  ['direct', 'mention', '@AIBot Why?'],
  ['group', 'all', 'Why?'],
  ['chat', 'mention', 'Why?'],
])('in a %s room where assistants answer %s a suggestion is said so that it is answered', (kind, mode, said) => {
  expect(addressed(room(kind, mode), 'Why?', 'm')).toBe(said);
});
