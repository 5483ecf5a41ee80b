import type { Fetch } from '../models/ModelsApi';

/** Scrolled away and back within this time, a picture is not fetched again. */
const keptFor = 60_000;

interface Kept {
  url: Promise<string>;
  users: number;
  cancel?: () => void;
}

/**
 * Pictures as addresses that an <img> can show. They are fetched with the token, which an <img> could not send, and let go
 * of when nothing has shown them for a while.
 */
export class Pictures {
  readonly #token: string;
  readonly #fetch: Fetch;
  readonly #after: (ms: number, action: () => void) => () => void;
  readonly #kept = new Map<string, Kept>();

  constructor(token: string, fetch: Fetch, after: (ms: number, action: () => void) => () => void) {
    this.#token = token;
    this.#fetch = fetch;
    this.#after = after;
  }

  /** Each `take` is followed by one `release`. */
  take(path: string): Promise<string> {
    let kept = this.#kept.get(path);
    if (!kept) this.#kept.set(path, (kept = { url: this.#load(path), users: 0 }));
    kept.cancel?.();
    kept.users++;
    // A failure is not kept: the next one may succeed.
    kept.url.catch(() => this.#kept.delete(path));
    return kept.url;
  }

  release(path: string): void {
    const kept = this.#kept.get(path);
    if (!kept || --kept.users > 0) return;
    kept.cancel = this.#after(keptFor, () => this.#drop(path, kept));
  }

  close(): void {
    for (const [path, kept] of this.#kept) this.#drop(path, kept);
  }

  async load(path: string): Promise<Blob> {
    const answer = await this.#fetch.call(undefined, path, { headers: { Authorization: `Bearer ${this.#token}` } });
    if (!answer.ok) throw new Error(answer.status === 404 ? 'The file is not there any more' : `The server did not give the file (${answer.status})`);
    return answer.blob();
  }

  async #load(path: string): Promise<string> {
    return URL.createObjectURL(await this.load(path));
  }

  #drop(path: string, kept: Kept): void {
    if (this.#kept.get(path) === kept) this.#kept.delete(path);
    void kept.url.then((url) => URL.revokeObjectURL(url), () => {});
  }
}
