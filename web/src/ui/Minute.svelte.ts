import { createSubscriber } from 'svelte/reactivity';

/** The time, moved on twice a minute while something on the page shows it. */
export class Minute {
  #now = Date.now();
  readonly #subscribe = createSubscriber((update) => {
    const timer = setInterval(() => {
      this.#now = Date.now();
      update();
    }, 30_000);
    return () => clearInterval(timer);
  });

  get now(): number {
    this.#subscribe();
    return this.#now;
  }
}
