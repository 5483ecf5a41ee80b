import { createSubscriber } from 'svelte/reactivity';

/** Whether somebody looks at the page: it is on the screen, and its window is the one they use. */
export class Watching {
  readonly #subscribe = createSubscriber((update) => {
    document.addEventListener('visibilitychange', update);
    addEventListener('focus', update);
    addEventListener('blur', update);
    return () => {
      document.removeEventListener('visibilitychange', update);
      removeEventListener('focus', update);
      removeEventListener('blur', update);
    };
  });

  get isOn(): boolean {
    this.#subscribe();
    return document.visibilityState === 'visible' && document.hasFocus();
  }
}
