/** A refusal over HTTP, from its problem document (RFC 9457) where it has one. */
export class Problem extends Error {
  readonly status: number;
  readonly code?: string;

  constructor(status: number, detail: string, code?: string) {
    super(detail);
    this.name = 'Problem';
    this.status = status;
    this.code = code;
  }
}

export type Fetch = typeof globalThis.fetch;

/** What the socket has no request for, asked over HTTP in the name of whoever is signed in. */
export class Http {
  readonly #token: string;
  readonly #fetch: Fetch;

  constructor(token: string, fetch: Fetch) {
    this.#token = token;
    this.#fetch = fetch;
  }

  /** Throws a `Problem` when it is refused, and a `TypeError` when the server cannot be reached. */
  async ask(method: string, path: string, content?: object, signal?: AbortSignal): Promise<Response> {
    const response = await this.#fetch.call(undefined, path, {
      method,
      headers: { authorization: `Bearer ${this.#token}`, ...(content ? { 'content-type': 'application/json' } : {}) },
      ...(content ? { body: JSON.stringify(content) } : {}),
      ...(signal ? { signal } : {}),
    });
    if (!response.ok) throw await problemOf(response);
    return response;
  }

  async read<T>(path: string, signal?: AbortSignal): Promise<T> {
    return (await (await this.ask('GET', path, undefined, signal)).json()) as T;
  }
}

/** `?a=1&b=2` of what is given; nothing of what is not. */
export function queryOf(values: Record<string, string | number | undefined>): string {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== '');
  return given.length === 0 ? '' : `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`;
}

const notThere = 'This server does not have it. It may be older than this page.';

async function problemOf(response: Response): Promise<Problem> {
  const said = (await response.json().catch(() => ({}))) as { detail?: string; title?: string; code?: string };
  return new Problem(response.status, said.detail ?? said.title ?? (response.status === 404 ? notThere : `The server answered ${response.status}.`), said.code);
}
