import { accountKey, forgetAccount, keepAccount, readAccount, refusedAccounts, setAside, type Account } from '../accounts/Account';
import { answered, tokenFor } from '../accounts/newToken';
import { systemClock } from '../connection/clock';
import { Connection, type ConnectionParts, type ConnectionState, type Credentials } from '../connection/Connection';
import type { RequestRefused } from '../connection/errors';
import type { Fetch } from '../connection/Http';
import type { Database } from '../offline/Database';
import { memoryDatabase } from '../offline/memoryDatabase';
import type { ServerEvent } from '../protocol/frames';
import type { Connected } from '../protocol/wire';
import type { OnNextFrame } from '../replies/GrowingText.svelte';
import type { KeyedStore } from '../ui/storage';
import { applyEvent } from './applyEvent';
import { Chat } from './Chat.svelte';

/** What tests put in the place of the browser's own. */
export interface ConfabParts extends ConnectionParts {
  fetch?: Fetch;
  /** Without one, nothing is kept longer than the page. */
  database?: Database;
}

/** The page: signed out, or with a chat; and the connection under both. */
export class Confab {
  readonly #store: KeyedStore;
  readonly #parts: ConfabParts;
  readonly #database: Database;
  readonly #onNextFrame: OnNextFrame;
  readonly #connection: Connection;
  #connectionState = $state.raw<ConnectionState>({ name: 'idle' });
  #chat = $state.raw<Chat>();
  #asking: Credentials | null = null;
  #refusal = $state.raw<RequestRefused>();
  #refusedAccounts = $state.raw<readonly Account[]>([]);

  constructor(store: KeyedStore, onNextFrame: OnNextFrame, parts: ConfabParts = {}) {
    this.#store = store;
    this.#parts = parts;
    this.#database = parts.database ?? memoryDatabase();
    this.#onNextFrame = onNextFrame;
    this.#connection = new Connection(
      {
        credentials: () => this.#asking ?? { token: this.#chat?.me.token },
        changed: (state) => this.#changed(state),
        connected: (answer) => this.#connected(answer),
        refused: (error) => this.#refused(error),
        received: (event) => this.#received(event),
      },
      parts,
    );
    this.#resume();
  }

  get connection(): ConnectionState {
    return this.#connectionState;
  }

  get chat(): Chat | undefined {
    return this.#chat;
  }

  /** Why the last attempt to sign in did not succeed. */
  get refusal(): RequestRefused | undefined {
    return this.#refusal;
  }

  /** Names of this browser that the server did not know when they came. */
  get refusedAccounts(): readonly Account[] {
    return this.#refusedAccounts;
  }

  signIn(credentials: Credentials): void {
    this.#refusal = undefined;
    const { username } = credentials;
    // With a token of its own making the page can say the same hello again when the answer gets lost.
    this.#asking = username === undefined ? credentials : { username, token: tokenFor(this.#store, username) };
    this.#connection.start();
  }

  /** Gives up an attempt to sign in that finds no server. */
  cancelSignIn(): void {
    this.#asking = null;
    this.#connection.stop();
  }

  signOut(): void {
    forgetAccount(this.#store);
    this.#leave();
  }

  /** Back to the entry, and the token stays in this browser. */
  setAside(): void {
    if (this.#chat) setAside(this.#store, this.#chat.me);
    this.#leave();
    this.#refusedAccounts = refusedAccounts(this.#store);
  }

  retryNow(): void {
    this.#connection.retryNow();
  }

  /** The device's network came, went, or is another one. */
  networkChanged(): void {
    this.#connection.networkChanged();
  }

  /** Another tab signed in or out. */
  storageChanged(key: string | null): void {
    if (key !== accountKey && key !== null) return;
    const account = readAccount(this.#store);
    if (account?.userId === this.#chat?.me.userId) return;
    this.#leave();
    this.#resume();
  }

  #resume(): void {
    this.#refusedAccounts = refusedAccounts(this.#store);
    const account = readAccount(this.#store);
    if (!account) return;
    this.#chat = this.#chatOf(account);
    this.#connection.start();
  }

  #leave(): void {
    this.#asking = null;
    this.#refusal = undefined;
    // The chat hears that the connection is gone before it goes itself.
    this.#connection.stop();
    this.#chat?.forgetSaved();
    this.#replaceChat(undefined);
  }

  #changed(state: ConnectionState): void {
    this.#connectionState = state;
    if (state.name !== 'open') this.#chat?.connectionLost();
  }

  #connected({ user, token, ...answer }: Connected): void {
    const account = { userId: user.id, name: user.name, token };
    keepAccount(this.#store, account);
    this.#answered();
    this.#refusedAccounts = refusedAccounts(this.#store);
    if (this.#chat?.me.userId !== user.id) this.#replaceChat(this.#chatOf(account));
    this.#chat!.connected({ user, token, ...answer });
  }

  #refused(error: RequestRefused): void {
    this.#answered();
    if (error.code === 'bad_token' && this.#chat) this.setAside();
    else this.#refusal = error;
  }

  #answered(): void {
    if (this.#asking?.username !== undefined) answered(this.#store, this.#asking.username);
    this.#asking = null;
  }

  #received(event: ServerEvent): void {
    if (this.#chat) applyEvent(this.#chat, event);
  }

  #replaceChat(chat: Chat | undefined): void {
    this.#chat?.close();
    this.#chat = chat;
  }

  #chatOf(account: Account): Chat {
    return new Chat(account, {
      connection: this.#connection,
      store: this.#store,
      database: this.#database,
      clock: this.#parts.clock ?? systemClock,
      random: this.#parts.random ?? Math.random,
      onNextFrame: this.#onNextFrame,
      fetch: this.#parts.fetch ?? globalThis.fetch,
    });
  }
}
