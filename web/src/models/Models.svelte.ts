import { SvelteMap } from 'svelte/reactivity';
import type { Clock } from '../connection/clock';
import type { Connection } from '../connection/Connection';
import { ConnectionLost, RequestRefused } from '../connection/errors';
import { Problem } from '../connection/Http';
import type { ModelInfo } from '../protocol/wire';
import { sentence } from '../ui/sentence';
import type { ModelsApi, ModelsPage } from './ModelsApi';
import { Pull } from './Pull.svelte';

/** How old what is shown may be, milliseconds; and while a model is on its way into or out of memory. */
const refreshEvery = 2_000;
const refreshEveryWhileMoving = 500;

export type ModelAction = 'load' | 'unload' | 'remove';

export interface ModelsParts {
  connection: Connection;
  clock: Clock;
  api: ModelsApi;
}

/** The server's models, as fresh as somebody looks at them. */
export class Models {
  readonly #parts: ModelsParts;
  readonly #actions = new SvelteMap<string, ModelAction>();
  readonly #errors = new SvelteMap<string, string>();
  #list = $state.raw<readonly ModelInfo[]>();
  #memory = $state.raw<ModelsPage['memory']>();
  #locked = $state(notOffered);
  #failure = $state('');
  #pulls = $state.raw<readonly Pull[]>([]);
  #watchers = 0;
  /** A server without this page is not asked for it again, until there is a new connection. */
  #hasPage = true;
  #cancelTimer: () => void = () => {};

  constructor(parts: ModelsParts) {
    this.#parts = parts;
  }

  /** Undefined: not known yet. */
  get list(): readonly ModelInfo[] | undefined {
    return this.#list;
  }

  get memory() {
    return this.#memory;
  }

  /** Why nothing can be changed from here; empty: it can. */
  get locked(): string {
    return this.#locked;
  }

  /** Why the list is not fresh; empty: it is. */
  get failure(): string {
    return this.#failure;
  }

  get pulls(): readonly Pull[] {
    return this.#pulls;
  }

  find(id: string): ModelInfo | undefined {
    return this.#list?.find((model) => model.id === id);
  }

  /** What is being done to a model from here. */
  actionOn(id: string): ModelAction | undefined {
    return this.#actions.get(id);
  }

  errorOf(id: string): string | undefined {
    return this.#errors.get(id);
  }

  /** Keeps the list fresh until the result is called. */
  watch(): () => void {
    if (++this.#watchers === 1) void this.#round();
    return () => {
      if (--this.#watchers === 0) this.#cancelTimer();
    };
  }

  connected(): void {
    this.#hasPage = true;
    if (this.#watchers > 0) void this.#round();
  }

  close(): void {
    this.#watchers = 0;
    this.#cancelTimer();
    for (const pull of this.#pulls) pull.cancel();
  }

  load(id: string): Promise<boolean> {
    return this.#do('load', id, () => this.#parts.api.load(id));
  }

  /** 'busy': answers are being written; ask whether to force it. */
  async unload(id: string, force = false): Promise<boolean | 'busy'> {
    let busy = false;
    const done = await this.#do('unload', id, async () => {
      try {
        await this.#parts.api.unload(id, force);
      } catch (error) {
        busy = !force && error instanceof Problem && error.code === 'in_use';
        if (!busy) throw error;
      }
    });
    return busy ? 'busy' : done;
  }

  remove(id: string): Promise<boolean> {
    return this.#do('remove', id, () => this.#parts.api.remove(id));
  }

  /** Starts a download, or goes on with one that was cancelled or failed. */
  pull(source: string, sha256 = ''): Pull {
    const pull = new Pull(source, sha256);
    this.#pulls = [...this.#pulls.filter((other) => other.source !== source || other.phase === 'running'), pull];
    void pull.follow((stop) => this.#parts.api.pull(source, sha256, stop)).then(() => this.refresh());
    return pull;
  }

  dismiss(pull: Pull): void {
    if (pull.phase !== 'running') this.#pulls = this.#pulls.filter((other) => other !== pull);
  }

  async refresh(): Promise<void> {
    try {
      const page = await this.#read();
      if (!page) return;
      this.#list = page.models;
      this.#memory = page.memory;
      this.#failure = '';
      this.#locked = page.mayChange ? '' : page.mayChange === false ? sentence(page.whyNot ?? notAllowed) : notOffered;
    } catch (error) {
      this.#failure = messageOf(error);
    }
  }

  async #round(): Promise<void> {
    this.#cancelTimer();
    await this.refresh();
    this.#cancelTimer();
    if (this.#watchers > 0) this.#cancelTimer = this.#parts.clock.after(this.#isMoving ? refreshEveryWhileMoving : refreshEvery, () => void this.#round());
  }

  get #isMoving(): boolean {
    return this.#actions.size > 0 || (this.#list?.some((model) => model.state === 'loading') ?? false);
  }

  /** Undefined: there is no connection, and signing in again asks again. */
  async #read(): Promise<ModelsPage | undefined> {
    const { api, connection } = this.#parts;
    if (connection.state.name !== 'open') return undefined;
    try {
      if (this.#hasPage) return await api.list();
    } catch (error) {
      if (!(error instanceof Problem || error instanceof TypeError || error instanceof SyntaxError)) throw error;
      this.#hasPage = !(error instanceof Problem && error.status === 404);
    }
    try {
      return { models: (await connection.request({ type: 'list_models' })).models };
    } catch (error) {
      if (error instanceof ConnectionLost || (error instanceof RequestRefused && error.mayPassLater)) return undefined;
      throw error;
    }
  }

  async #do(action: ModelAction, id: string, act: () => Promise<unknown>): Promise<boolean> {
    if (this.#actions.has(id)) return false;
    this.#actions.set(id, action);
    this.#errors.delete(id);
    if (this.#watchers > 0) void this.#round();
    try {
      await act();
      return true;
    } catch (error) {
      this.#errors.set(id, error instanceof TypeError ? 'The server could not be reached. Try again.' : sentence(messageOf(error)));
      return false;
    } finally {
      await this.refresh();
      this.#actions.delete(id);
    }
  }
}

const notOffered = 'This server does not let a page change its models.';
const notAllowed = 'The operator of this server does not allow changes to its models from here.';

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
