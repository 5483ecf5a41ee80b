import { isEvent, type AnswerTo, type ServerEvent } from '../protocol/frames';
import { closeCodes, mayReconnect, whyClosed } from '../protocol/closeCodes';
import type { Connected, HelloRequest, Request, ServerFrame } from '../protocol/wire';
import { backoff } from './backoff';
import { systemClock, type Clock } from './clock';
import { ConnectionLost, RequestRefused } from './errors';
import { Heartbeat } from './Heartbeat';
import { PendingRequests } from './PendingRequests';
import { openWebSocket, type OpenSocket, type Socket } from './socket';

export type ConnectionState =
  | { name: 'idle' }
  | { name: 'connecting' }
  | { name: 'open' }
  | { name: 'waiting'; attempt: number; retryAt: number }
  | { name: 'closed'; code: number; reason: string };

export type Credentials = Pick<HelloRequest, 'username' | 'token'>;

export interface ConnectionOwner {
  /** Who to say hello as, asked again on every try. */
  credentials(): Credentials;
  changed(state: ConnectionState): void;
  /** Signed in, the first time or again: now is the time to catch up. */
  connected(answer: Connected): void;
  /** The hello itself was refused; the connection is idle again. */
  refused(error: RequestRefused): void;
  received(event: ServerEvent): void;
}

export interface ConnectionParts {
  openSocket?: OpenSocket;
  clock?: Clock;
  random?: () => number;
}

/** How long a socket may take to open and to answer hello. */
const openingPatience = 15_000;

/** A socket that stays open this long is no failure: the next loss starts with a short wait again. */
const steadyAfter = 5_000;

/** One signed-in socket, opened again whenever it is lost, until `stop` or a close code that forbids it. */
export class Connection {
  readonly #owner: ConnectionOwner;
  readonly #openSocket: OpenSocket;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #requests = new PendingRequests();
  readonly #heartbeat: Heartbeat;
  #state: ConnectionState = { name: 'idle' };
  #socket: Socket | null = null;
  #attempt = 0;
  #cancelTimer: () => void = () => {};

  constructor(owner: ConnectionOwner, parts: ConnectionParts = {}) {
    this.#owner = owner;
    this.#openSocket = parts.openSocket ?? openWebSocket;
    this.#clock = parts.clock ?? systemClock;
    this.#random = parts.random ?? Math.random;
    this.#heartbeat = new Heartbeat(this.#clock, () => this.#write({ type: 'ping' }), () => this.#lost());
  }

  get state(): ConnectionState {
    return this.#state;
  }

  start(): void {
    this.#drop();
    this.#attempt = 0;
    this.#connect();
  }

  stop(): void {
    this.#drop();
    this.#become({ name: 'idle' });
  }

  /** Does not wait for the timer: the network is back, or somebody pressed the button. */
  retryNow(): void {
    if (this.#state.name === 'waiting') this.#connect();
    else if (this.#state.name === 'open') this.#heartbeat.check();
  }

  /** The device's network came, went, or is another one: what is being tried may be waiting for one that is gone. */
  networkChanged(): void {
    this.#attempt = 0;
    if (this.#state.name !== 'connecting') return this.retryNow();
    this.#drop();
    this.#connect();
  }

  async request<R extends Request>(request: R): Promise<AnswerTo<R['type']>> {
    if (this.#state.name !== 'open') throw new ConnectionLost();
    return (await this.#ask(request)) as AnswerTo<R['type']>;
  }

  /** For what needs no answer. False: there is no connection. */
  tell(request: Request): boolean {
    const isOpen = this.#state.name === 'open';
    if (isOpen) this.#write(request);
    return isOpen;
  }

  #connect(): void {
    this.#cancelTimer();
    this.#become({ name: 'connecting' });
    const socket = (this.#socket = this.#openSocket());
    this.#cancelTimer = this.#clock.after(openingPatience, () => this.#lost());
    socket.onopen = () => void this.#hello();
    socket.onmessage = (event) => this.#receive(event.data);
    socket.onclose = (event) => this.#closed(event.code);
    socket.onerror = () => {};
  }

  async #hello(): Promise<void> {
    const socket = this.#socket;
    try {
      const answer = (await this.#ask({ type: 'hello', device: 'web', ...this.#owner.credentials() })) as Connected;
      if (socket !== this.#socket) return;
      this.#cancelTimer();
      this.#cancelTimer = this.#clock.after(steadyAfter, () => (this.#attempt = 0));
      this.#become({ name: 'open' });
      this.#heartbeat.heard();
      this.#owner.connected(answer);
    } catch (error) {
      if (error instanceof ConnectionLost || socket !== this.#socket) return;
      if (error instanceof RequestRefused) this.#helloRefused(error);
      else throw error;
    }
  }

  #helloRefused(error: RequestRefused): void {
    if (error.mayPassLater || error.code === 'internal') return this.#wait(error.retryAfterMs);
    this.#drop();
    this.#become({ name: 'idle' });
    this.#owner.refused(error);
  }

  #receive(data: unknown): void {
    if (this.#state.name === 'open') this.#heartbeat.heard();
    const frame = JSON.parse(String(data)) as ServerFrame;
    if (frame.ref !== undefined) this.#requests.settle(frame);
    else if (isEvent(frame)) this.#owner.received(frame);
    else if (frame.type === 'error') console.warn(`Confab: ${frame.code}: ${frame.message}`);
  }

  #closed(code: number): void {
    if (mayReconnect(code)) return this.#wait();
    this.#drop();
    this.#become({ name: 'closed', code, reason: whyClosed(code) });
    if (code === closeCodes.badToken) this.#owner.refused(badToken);
  }

  #lost(): void {
    this.#wait();
  }

  #wait(atLeast = 0): void {
    this.#drop();
    const attempt = ++this.#attempt;
    const delay = Math.max(atLeast, backoff(attempt, this.#random));
    this.#cancelTimer = this.#clock.after(delay, () => this.#connect());
    this.#become({ name: 'waiting', attempt, retryAt: this.#clock.now() + delay });
  }

  /** Lets go of the socket without waiting for its goodbye, which a dead network never delivers. */
  #drop(): void {
    this.#cancelTimer();
    this.#heartbeat.stop();
    const socket = this.#socket;
    this.#socket = null;
    if (socket) {
      socket.onopen = socket.onmessage = socket.onclose = socket.onerror = null;
      socket.close();
    }
    this.#requests.loseAll();
  }

  #ask(request: Request): Promise<ServerFrame> {
    const { ref, answer } = this.#requests.add();
    this.#write({ ...request, ref });
    return answer;
  }

  #write(request: Request): void {
    this.#socket?.send(JSON.stringify(request));
  }

  #become(state: ConnectionState): void {
    this.#state = state;
    this.#owner.changed(state);
  }
}

const badToken = new RequestRefused({ type: 'error', code: 'bad_token', message: whyClosed(closeCodes.badToken) });
