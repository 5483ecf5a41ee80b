/** The part of the browser's service workers that is used. */
export type Workers = Pick<ServiceWorkerContainer, 'controller' | 'register' | 'addEventListener'>;

/** Whether the page on the server has changed is asked at most this often, in milliseconds. */
const lookEvery = 60_000;

/**
 * Has the browser keep the page, so that it opens without a connection, and notices when the server has a newer one. That
 * takes over when somebody says so, or at the next start; an old page is never stuck.
 */
export class NewVersion {
  readonly #workers: Workers | undefined;
  readonly #reloadPage: () => void;
  #registration?: ServiceWorkerRegistration;
  #isAsked = false;
  #lookedAt = 0;
  #isThere = $state(false);

  /** Browsers have none on plain http, except on localhost. */
  constructor(workers: Workers | undefined, reloadPage = () => location.reload()) {
    this.#workers = workers;
    this.#reloadPage = reloadPage;
  }

  get isThere(): boolean {
    return this.#isThere;
  }

  async keepPage(): Promise<void> {
    const workers = this.#workers;
    if (!workers) return;
    const isFirst = !workers.controller;
    workers.addEventListener('controllerchange', () => {
      if (this.#isAsked) this.#reloadPage();
      // Another tab asked for it: what this page loads from now on may be gone.
      else if (!isFirst) this.#isThere = true;
    });
    try {
      const registration = await workers.register('/worker.js', { updateViaCache: 'none' });
      this.#registration = registration;
      // Nobody has begun anything on this page yet.
      if (registration.waiting && !isFirst) return this.takeOver();
      registration.addEventListener('updatefound', () => this.#watch(registration.installing));
      this.#watch(registration.installing);
    } catch (error) {
      console.warn('Confab: the page will not open without a connection.', error);
    }
  }

  /** Asks the server, for instance when it is back after it was away. */
  look(now = Date.now()): void {
    if (!this.#registration || now - this.#lookedAt < lookEvery) return;
    this.#lookedAt = now;
    this.#registration.update().catch(() => {
      // No connection: there will be another look.
    });
  }

  takeOver(): void {
    this.#isAsked = true;
    const waiting = this.#registration?.waiting;
    if (waiting) waiting.postMessage('take over');
    else this.#reloadPage();
  }

  later(): void {
    this.#isThere = false;
  }

  #watch(worker: ServiceWorker | null): void {
    worker?.addEventListener('statechange', () => {
      if (worker.state === 'installed' && this.#workers?.controller) this.#isThere = true;
    });
  }
}
