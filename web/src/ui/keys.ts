/** Whether somebody is writing: then letters are letters and no commands. */
export function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName);
}

export type Command = 'switch' | 'search' | 'shortcuts' | 'up' | 'down' | 'close';

type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** What a key asks of the page. */
export function commandOf({ key, ctrlKey, metaKey, altKey, shiftKey }: Key, writing: boolean): Command | undefined {
  if ((ctrlKey !== metaKey) && !altKey && !shiftKey && key.toLowerCase() === 'k') return 'switch';
  if (ctrlKey || metaKey) return undefined;
  if (altKey) return ({ ArrowUp: 'up', ArrowDown: 'down' } as const)[key];
  if (key === 'Escape') return 'close';
  if (writing) return undefined;
  return ({ '/': 'search', '?': 'shortcuts' } as const)[key];
}
