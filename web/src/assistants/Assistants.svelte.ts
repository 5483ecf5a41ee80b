import type { Http } from '../connection/Http';
import { Loaded } from '../ui/Loaded.svelte';
import { AssistantsApi, type AssistantBody, type AssistantInfo, type AssistantsAnswer } from './AssistantsApi';

/** The assistants of the server, asked for when somebody needs to know them. */
export class Assistants {
  readonly api: AssistantsApi;
  readonly loaded: Loaded<AssistantsAnswer>;
  #isAsked = false;

  constructor(http: Http) {
    this.api = new AssistantsApi(http);
    this.loaded = new Loaded((stop) => this.api.list(stop));
  }

  get list(): readonly AssistantInfo[] | undefined {
    return this.loaded.value?.assistants;
  }

  find(id: string): AssistantInfo | undefined {
    return this.list?.find((assistant) => assistant.id === id);
  }

  /** Asks for them unless they were asked for already. */
  need(): void {
    if (this.#isAsked) return;
    this.#isAsked = true;
    void this.loaded.load().then(() => (this.#isAsked = this.loaded.value !== undefined));
  }

  /** Makes one, or changes the one of this id. */
  async save(id: string | undefined, body: AssistantBody): Promise<AssistantInfo> {
    const saved = id === undefined ? await this.api.make(body) : await this.api.change(id, body);
    await this.loaded.load();
    return saved;
  }

  async remove(id: string): Promise<void> {
    await this.api.remove(id);
    await this.loaded.load();
  }
}
