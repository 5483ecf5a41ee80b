import type { Clock } from '../connection/clock';

/** A typing event that is not repeated is forgotten. */
const forgetAfter = 6_000;

/** Who is writing in a room at the moment. */
export class TypingPeople {
  readonly #clock: Clock;
  readonly #cancels = new Map<string, () => void>();
  #ids = $state.raw<readonly string[]>([]);

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get ids(): readonly string[] {
    return this.#ids;
  }

  set(userId: string, isTyping: boolean): void {
    this.#cancels.get(userId)?.();
    this.#cancels.delete(userId);
    if (isTyping) this.#cancels.set(userId, this.#clock.after(forgetAfter, () => this.set(userId, false)));
    if (isTyping !== this.#ids.includes(userId))
      this.#ids = isTyping ? [...this.#ids, userId] : this.#ids.filter((id) => id !== userId);
  }

  clear(): void {
    for (const id of this.#ids) this.set(id, false);
  }
}
