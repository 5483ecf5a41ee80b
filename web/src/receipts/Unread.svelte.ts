interface Late {
  seq: number;
  namesMe: boolean;
}

/** What is left to read in a room: by the server's count, and what came since it counted. */
export class Unread {
  #told = $state.raw({ count: 0, mentions: 0 });
  #since = $state.raw<readonly Late[]>([]);

  get count(): number {
    return this.#told.count + this.#since.length;
  }

  /** How many of them name one. */
  get mentions(): number {
    return this.#told.mentions + this.#since.filter((late) => late.namesMe).length;
  }

  came(seq: number, namesMe: boolean): void {
    this.#since = [...this.#since, { seq, namesMe }];
  }

  /** By the server's word, which counts everything up to a seq. */
  told(count: number, mentions: number, upTo: number): void {
    this.#told = { count, mentions };
    this.#since = this.#since.filter((late) => late.seq > upTo);
  }

  clear(): void {
    this.#told = { count: 0, mentions: 0 };
    this.#since = [];
  }
}
