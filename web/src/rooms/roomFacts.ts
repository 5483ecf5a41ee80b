import type { Room } from '../protocol/wire';
import { formOf, historyChoices, modeWords, slowModes, visibilityWords } from './roomSettings';

/** How a room is, in words, for those who do not change it. */
export function factsOf(room: Room): [label: string, value: string][] {
  const form = formOf(room);
  const word = <T>(words: readonly (readonly [T, string, ...string[]])[], value: T, or: string) => words.find(([known]) => known === value)?.[1] ?? or;
  const facts: [string, string, boolean][] = [
    ['Topic', form.topic || 'None', room.kind === 'group'],
    ['Who may come in', word(visibilityWords, form.visibility, form.visibility), room.kind === 'group'],
    ['Assistants answer', word(modeWords, form.assistantMode, form.assistantMode), room.kind !== 'chat'],
    ['Files', form.uploads ? 'Members may send them' : 'Nobody sends any', true],
    ['Memory', form.memory ? 'Assistants may remember what is said here' : 'Assistants remember nothing of it', true],
    ['Tool servers', form.tools.join(', ') || 'None', form.tools.length > 0],
    ['Messages are kept', word(historyChoices, form.historyDays, `${form.historyDays} days`), true],
    ['Slow mode', `One message in ${word(slowModes, form.slowModeSeconds, `${form.slowModeSeconds} seconds`)}`, form.slowModeSeconds > 0],
    ['Most members', `${form.maxUsers}`, form.maxUsers > 0],
    ['Temporary', 'It goes when its last member leaves', form.isTemporary],
  ];
  return facts.filter(([, , isShown]) => isShown).map(([label, value]) => [label, value]);
}
