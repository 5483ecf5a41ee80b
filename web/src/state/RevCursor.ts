/**
 * How far a room is known. Revs come live, one by one, or in bulk by joining again. While catching up, live revs are
 * only remembered: what lies between the known rev and them has not come yet.
 */
export class RevCursor {
  #rev: number | null = null;
  #catchingUp = false;
  readonly #ahead = new Set<number>();

  /** What to send as `after`; null before the first join. */
  get rev(): number | null {
    return this.#rev;
  }

  /** Takes a live rev. True: something before it is missing, catch up. */
  live(rev: number): boolean {
    if (this.#rev !== null && rev <= this.#rev) return false;
    this.#ahead.add(rev);
    return this.#advance();
  }

  /** The newest rev by the server's word. True: we are behind, catch up. */
  announced(rev: number): boolean {
    return !this.#catchingUp && this.#rev !== null && rev > this.#rev;
  }

  beginCatchUp(): void {
    this.#catchingUp = true;
  }

  /** One page of a catch-up has been taken in. */
  caughtUpTo(rev: number): void {
    this.#rev = rev;
  }

  /** True: even more came meanwhile, and something before it is missing. */
  endCatchUp(): boolean {
    this.#catchingUp = false;
    return this.#rev !== null && this.#advance();
  }

  reset(): void {
    this.#rev = null;
    this.#catchingUp = false;
    this.#ahead.clear();
  }

  #advance(): boolean {
    if (this.#catchingUp || this.#rev === null) return false;
    while (this.#ahead.delete(this.#rev + 1)) this.#rev++;
    for (const rev of this.#ahead) if (rev <= this.#rev) this.#ahead.delete(rev);
    return this.#ahead.size > 0;
  }
}
