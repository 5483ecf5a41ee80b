import { markdownBlocks } from '../messages/markdown';

/**
 * Markdown that only grows. Blocks that can no longer change are rendered once and kept; each update reads the last
 * block again and nothing before it, so a long answer costs no more per token than a short one.
 */
export class GrowingMarkdown {
  #finished: readonly string[] = [];
  #finishedLength = 0;
  #known = '';
  #tail = '';

  get finished(): readonly string[] {
    return this.#finished;
  }

  get tail(): string {
    return this.#tail;
  }

  update(text: string): this {
    if (text === this.#known) return this;
    if (text.length < this.#known.length) this.#startOver();
    this.#known = text;

    const blocks = markdownBlocks(text.slice(this.#finishedLength));
    const growing = blocks.findLastIndex((block) => !block.isSpace);
    const done = growing < 0 ? [] : blocks.slice(0, growing);
    if (done.length > 0) {
      this.#finished = [...this.#finished, ...done.filter((block) => !block.isSpace).map((block) => block.html())];
      this.#finishedLength += done.reduce((length, block) => length + block.raw.length, 0);
    }
    this.#tail = blocks[growing]?.html() ?? '';
    return this;
  }

  #startOver(): void {
    this.#finished = [];
    this.#finishedLength = 0;
  }
}
