import { applyToken } from './applyToken';

/** Runs `draw` before the next frame is painted. */
export type OnNextFrame = (draw: () => void) => void;

/** A text that comes in tokens and is shown frame by frame. */
export class GrowingText {
  readonly #onNextFrame: OnNextFrame;
  #written = '';
  #drawing = false;
  #shown = $state('');

  constructor(onNextFrame: OnNextFrame) {
    this.#onNextFrame = onNextFrame;
  }

  /** What is shown: at most a frame behind what was received. */
  get shown(): string {
    return this.#shown;
  }

  /** False: something before this token is missing. */
  takes(offset: number, content: string): boolean {
    const text = applyToken(this.#written, offset, content);
    if (text === null) return false;
    this.#write(text);
    return true;
  }

  /** The whole text, as somebody else has it; a shorter one is an older one. */
  is(text: string): void {
    if (text.length >= this.#written.length) this.#write(text);
  }

  #write(text: string): void {
    this.#written = text;
    if (this.#drawing) return;
    this.#drawing = true;
    this.#onNextFrame(() => {
      this.#drawing = false;
      this.#shown = this.#written;
    });
  }
}
