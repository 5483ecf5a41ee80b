import { browserStore } from './storage';

export type Theme = 'system' | 'light' | 'dark';

const key = 'confab.theme';
const order: readonly Theme[] = ['system', 'light', 'dark'];

/** The chosen theme; public/theme.js puts it on the page before the first paint. */
class ThemeChoice {
  readonly #store = browserStore();
  #current = $state<Theme>('system');

  constructor() {
    const stored = this.#store.get(key);
    if (stored === 'light' || stored === 'dark') this.#current = stored;
  }

  get current(): Theme {
    return this.#current;
  }

  next(): void {
    this.choose(order[(order.indexOf(this.#current) + 1) % order.length]!);
  }

  choose(theme: Theme): void {
    this.#current = theme;
    if (theme === 'system') {
      this.#store.remove(key);
      delete document.documentElement.dataset.theme;
    } else {
      this.#store.set(key, theme);
      document.documentElement.dataset.theme = theme;
    }
  }
}

export const theme = new ThemeChoice();
