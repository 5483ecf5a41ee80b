import type { Clock } from '../connection/clock';
import type { PresenceRequest, PresenceStatus } from '../protocol/wire';
import { readJson, type KeyedStore } from '../ui/storage';

/** Without input for this long somebody who is online is away, milliseconds. */
export const awayAfter = 5 * 60_000;

/** Changes at most this often are told, so that a choice and a word typed after it are one change; milliseconds. */
const tellAfter = 400;

export interface OwnPresenceParts {
  clock: Clock;
  store: KeyedStore;
  tell(request: PresenceRequest): void;
}

interface Choice {
  status: PresenceStatus;
  activity: string;
}

/** How present one is: what one chose and, who chose to be online, whether anybody is at this page. */
export class OwnPresence {
  readonly #parts: OwnPresenceParts;
  readonly #key: string;
  #choice = $state.raw<Choice>({ status: 'online', activity: '' });
  #isIdle = $state(false);
  #isConnected = false;
  #lastInput: number;
  /** What the server knows of this page: whoever connects is online and says nothing. */
  #told: Choice = { status: 'online', activity: '' };
  #cancelIdle: () => void = () => {};
  #cancelTelling: (() => void) | null = null;

  constructor(userId: string, parts: OwnPresenceParts) {
    this.#parts = parts;
    this.#key = `confab.presence.${userId}`;
    this.#lastInput = parts.clock.now();
    const kept = readJson<Partial<Choice>>(parts.store, this.#key);
    if (kept?.status && statuses.includes(kept.status)) this.#choice = { status: kept.status, activity: String(kept.activity ?? '') };
  }

  get chosen(): PresenceStatus {
    return this.#choice.status;
  }

  get activity(): string {
    return this.#choice.activity;
  }

  /** What others see. */
  get status(): PresenceStatus {
    return this.#isIdle && this.chosen === 'online' ? 'away' : this.chosen;
  }

  choose(status: PresenceStatus, activity = this.activity): void {
    this.#choice = { status, activity: activity.trim() };
    this.#parts.store.set(this.#key, JSON.stringify(this.#choice));
    this.#change();
  }

  /** Somebody is here: a key, a pointer, a touch. */
  input(): void {
    this.#lastInput = this.#parts.clock.now();
    if (!this.#isIdle) return;
    this.#isIdle = false;
    this.#watch();
    this.#change();
  }

  connected(): void {
    this.#isConnected = true;
    this.#told = { status: 'online', activity: '' };
    this.#watch();
    this.#tell();
  }

  connectionLost(): void {
    this.#isConnected = false;
  }

  close(): void {
    this.#isConnected = false;
    this.#cancelIdle();
    this.#cancelTelling?.();
  }

  /** One timer that looks at the last input when it rings, not a new one for every key. */
  #watch(): void {
    this.#cancelIdle();
    const { clock } = this.#parts;
    this.#cancelIdle = clock.after(Math.max(0, this.#lastInput + awayAfter - clock.now()), () => {
      if (clock.now() - this.#lastInput < awayAfter) return this.#watch();
      this.#isIdle = true;
      this.#change();
    });
  }

  #change(): void {
    this.#cancelTelling ??= this.#parts.clock.after(tellAfter, () => {
      this.#cancelTelling = null;
      this.#tell();
    });
  }

  #tell(): void {
    const { status, activity } = this;
    if (!this.#isConnected || (status === this.#told.status && activity === this.#told.activity)) return;
    this.#told = { status, activity };
    this.#parts.tell({ type: 'presence', status, ...(activity ? { activity } : {}) });
  }
}

const statuses: readonly PresenceStatus[] = ['online', 'away', 'busy', 'offline'];
