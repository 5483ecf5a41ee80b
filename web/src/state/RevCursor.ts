/** Further behind than this, the newest page is worth more than everything since. */
const farBehind = 500;

/**
 * How far a room is known. Revs come live, one by one, or in bulk by joining again. While catching up, live revs are
 * only remembered: what lies between the known rev and them has not come yet.
 */
export class RevCursor {
  #rev: number | null = null;
  #newest = 0;
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
    this.#newest = Math.max(this.#newest, rev);
    return !this.#catchingUp && this.#rev !== null && rev > this.#rev;
  }

  /** Where too much was missed, it begins anew, as before the first join. */
  beginCatchUp(): void {
    this.#catchingUp = true;
    if (this.#rev !== null && this.#newest - this.#rev > farBehind) this.#rev = null;
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
    this.#newest = 0;
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
