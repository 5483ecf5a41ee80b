import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Scroller } from './Scroller.svelte';

/** A list of so many pixels in a view of so many, that scrolls as a browser's does. */
class List extends EventTarget {
  readonly firstElementChild = {};
  scrollHeight = 1000;
  #top = 0;
  #view = 400;

  get clientHeight() {
    return this.#view;
  }

  get scrollTop() {
    return this.#top;
  }

  set scrollTop(top: number) {
    this.#top = Math.min(Math.max(0, top), this.scrollHeight - this.#view);
  }

  set view(height: number) {
    this.#view = height;
    this.scrollTop = this.#top;
  }

  scrolled() {
    this.dispatchEvent(new Event('scroll'));
  }
}

let resized: () => void;
let list: List;
let scroller: Scroller;

beforeEach(() => {
  vi.stubGlobal('ResizeObserver', class {
    constructor(callback: () => void) {
      resized = callback;
    }
    observe() {}
    disconnect() {}
  });
  list = new List();
  scroller = new Scroller();
  scroller.attach(list as unknown as HTMLElement);
  scroller.jumpToEnd();
});
afterEach(() => vi.unstubAllGlobals());

test('a reader at the end stays there while the list grows', () => {
  list.scrollHeight += 300;
  resized();
  expect(list.scrollTop).toBe(900);
});

test('a reader who scrolled up is left alone', () => {
  list.scrollTop -= 100;
  list.scrolled();
  list.scrollHeight += 300;
  resized();
  expect([scroller.atEnd, list.scrollTop]).toEqual([false, 500]);
});

test('a view that grows, as where suggestions go, takes nobody from the end, also when an answer grows in the same moment', () => {
  list.view = 448;
  list.scrollHeight += 300;
  list.scrolled();
  resized();
  expect([scroller.atEnd, list.scrollTop]).toEqual([true, 852]);
});

test('scrolling up in a view that has just grown counts as scrolling up', () => {
  list.view = 448;
  list.scrollTop -= 100;
  list.scrolled();
  expect(scroller.atEnd).toBe(false);
});
