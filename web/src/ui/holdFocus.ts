import { tick } from 'svelte';

/** Attach to a panel while it lies over the page: the focus goes in, and back to where it was when the panel goes. */
export function holdFocus(panel: HTMLElement): () => void {
  const before = document.activeElement;
  panel.querySelector<HTMLElement>('a, button')?.focus();
  // Not before the page below can have the focus again.
  return () => void tick().then(() => before instanceof HTMLElement && before.isConnected && before.focus());
}
