const gap = 6;
const edge = 8;

/** Puts a fixed panel below what opened it, or above where there is no room, and never beyond the edge of the page. */
export function placeBeside(panel: HTMLElement, opener: HTMLElement): void {
  const from = opener.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = panel;
  const fitsBelow = from.bottom + gap + height <= innerHeight - edge;
  const top = fitsBelow ? from.bottom + gap : Math.max(edge, from.top - gap - height);
  const left = from.right - width < edge ? from.left : from.right - width;
  panel.style.top = `${top}px`;
  panel.style.left = `${Math.max(edge, Math.min(left, innerWidth - edge - width))}px`;
}
