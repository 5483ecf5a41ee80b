const mostKept = 30;

/** Something that happened in a room and is not a message of it. */
export interface Notice {
  id: string;
  text: string;
  /** It happened after this message. */
  afterSeq: number;
}

/** Comings and goings since the page was opened. */
export class Notices {
  #count = 0;
  #list = $state.raw<readonly Notice[]>([]);

  get list(): readonly Notice[] {
    return this.#list;
  }

  add(text: string, afterSeq: number): void {
    this.#list = [...this.#list, { id: `notice-${++this.#count}`, text, afterSeq }].slice(-mostKept);
  }
}
