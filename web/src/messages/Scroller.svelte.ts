/** Closer to the end than this counts as being there. */
const near = 60;

/** Keeps a scrolled list where its reader is: at the end while they are at the end, else at the same message. */
export class Scroller {
  #element: HTMLElement | null = null;
  #lastTop = 0;
  #atEnd = $state(true);

  /** Whether the newest message is on the screen. */
  get atEnd(): boolean {
    return this.#atEnd;
  }

  /** Attach to the element that scrolls, whose only child grows. */
  readonly attach = (element: HTMLElement): (() => void) => {
    this.#element = element;
    const scrolled = () => this.#scrolled(element);
    const resized = new ResizeObserver(() => {
      if (this.#atEnd) this.#toEnd(element);
    });
    element.addEventListener('scroll', scrolled, { passive: true });
    resized.observe(element);
    resized.observe(element.firstElementChild!);
    return () => {
      element.removeEventListener('scroll', scrolled);
      resized.disconnect();
      this.#element = null;
    };
  };

  jumpToEnd(): void {
    this.#atEnd = true;
    if (this.#element) this.#toEnd(this.#element);
  }

  /** Runs what puts older messages on top, and shows the same message at the same height afterwards. */
  async keepPlace(change: () => Promise<void>): Promise<void> {
    const element = this.#element;
    const fromEnd = element ? element.scrollHeight - element.scrollTop : 0;
    await change();
    if (element) element.scrollTop = element.scrollHeight - fromEnd;
  }

  /** Only the reader scrolls up. Not being at the end may also mean that the list has just grown. */
  #scrolled(element: HTMLElement): void {
    if (this.#isAtEnd(element)) this.#atEnd = true;
    else if (element.scrollTop < this.#lastTop - 1) this.#atEnd = false;
    this.#lastTop = element.scrollTop;
  }

  #isAtEnd(element: HTMLElement): boolean {
    return element.scrollHeight - element.scrollTop - element.clientHeight < near;
  }

  #toEnd(element: HTMLElement): void {
    element.scrollTop = element.scrollHeight;
    this.#lastTop = element.scrollTop;
  }
}
