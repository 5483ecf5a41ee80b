import { SvelteSet } from 'svelte/reactivity';
import { browserStore, readJson } from '../ui/storage';
import type { GroupName } from './roomOrder';

const key = 'confab.folded';

/** Which groups of the sidebar are folded away in this browser. */
class Folds {
  readonly #store = browserStore();
  readonly #folded = new SvelteSet<GroupName>(readJson<GroupName[]>(this.#store, key) ?? ['archived']);

  isFolded(group: GroupName): boolean {
    return this.#folded.has(group);
  }

  toggle(group: GroupName): void {
    if (!this.#folded.delete(group)) this.#folded.add(group);
    this.#store.set(key, JSON.stringify([...this.#folded]));
  }
}

export const folds = new Folds();
