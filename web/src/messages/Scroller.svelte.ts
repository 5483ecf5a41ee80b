/** Closer to the end than this counts as being there. */
const near = 60;

/** Keeps a scrolled list where its reader is: at the end while they are at the end, else at the same message. */
export class Scroller {
  #element: HTMLElement | null = null;
  #last = { top: 0, view: 0, length: 0 };
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

  /** Brings a message into the middle of the screen. False: it is not here. */
  show(messageId: string): boolean {
    const message = this.#element?.querySelector(`[data-message-id="${CSS.escape(messageId)}"]`);
    if (!message || !this.#element) return false;
    this.#atEnd = false;
    message.scrollIntoView({ block: 'center' });
    this.#remember(this.#element);
    this.#atEnd = this.#isAtEnd(this.#element);
    return true;
  }

  /** Runs what puts messages in or takes some away, and shows the same message at the same height afterwards. */
  async keepPlace(change: () => Promise<void>): Promise<void> {
    const element = this.#element;
    if (!element) return change();
    const anchor = this.#firstShown(element);
    const top = anchor?.getBoundingClientRect().top ?? 0;
    // The list may not run along with what is put in at its end.
    this.#atEnd = false;
    await change();
    if (anchor?.isConnected) element.scrollTop += anchor.getBoundingClientRect().top - top;
    this.#remember(element);
    this.#atEnd = this.#isAtEnd(element);
  }

  /** The seq of the last message that stands on the screen in full. */
  lastShown(): number | undefined {
    const element = this.#element;
    if (!element) return undefined;
    const bottom = element.getBoundingClientRect().bottom;
    const shown = this.#messages(element).findLast((message) => message.dataset.seq !== undefined && message.getBoundingClientRect().bottom <= bottom + 1);
    return shown ? Number(shown.dataset.seq) : undefined;
  }

  #messages(element: HTMLElement): HTMLElement[] {
    return [...element.querySelectorAll<HTMLElement>('[data-message-id]')];
  }

  /** The first message of which something is on the screen: what is dropped at the ends is far from it. */
  #firstShown(element: HTMLElement): HTMLElement | undefined {
    const top = element.getBoundingClientRect().top;
    const messages = this.#messages(element);
    let from = 0;
    for (let to = messages.length; from < to; ) {
      const middle = (from + to) >> 1;
      if (messages[middle]!.getBoundingClientRect().bottom > top) to = middle;
      else from = middle + 1;
    }
    return messages[from];
  }

  /** Only the reader scrolls up. Not being at the end may also mean that the list has just grown. */
  #scrolled(element: HTMLElement): void {
    // In a taller view, or with less in it, the browser itself moves the list up to its end.
    const moved = Math.max(0, element.clientHeight - this.#last.view) + Math.max(0, this.#last.length - element.scrollHeight);
    if (this.#isAtEnd(element)) this.#atEnd = true;
    else if (element.scrollTop < this.#last.top - moved - 1) this.#atEnd = false;
    this.#remember(element);
  }

  #isAtEnd(element: HTMLElement): boolean {
    return element.scrollHeight - element.scrollTop - element.clientHeight < near;
  }

  #toEnd(element: HTMLElement): void {
    element.scrollTop = element.scrollHeight;
    this.#remember(element);
  }

  #remember({ scrollTop, clientHeight, scrollHeight }: HTMLElement): void {
    this.#last = { top: scrollTop, view: clientHeight, length: scrollHeight };
  }
}
