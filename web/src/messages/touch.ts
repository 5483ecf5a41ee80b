/** Held so long without moving, a finger asks for what can be done. */
const longPress = 450;
const slack = 10;

/** Attach: calls back with the element that a finger was held on. */
export const onLongPress = (held: (target: Element) => void) => (element: HTMLElement): (() => void) => {
  let timer = 0;
  let from = { x: 0, y: 0 };
  const cancel = () => clearTimeout(timer);

  function down(event: PointerEvent) {
    cancel();
    if (event.pointerType !== 'touch' || !event.isPrimary) return;
    from = { x: event.clientX, y: event.clientY };
    timer = window.setTimeout(() => {
      // Lifting the finger would press what has come under it.
      document.addEventListener('touchend', (end) => end.preventDefault(), { once: true, passive: false, capture: true });
      held(event.target as Element);
    }, longPress);
  }

  function moved({ clientX, clientY }: PointerEvent) {
    if (Math.hypot(clientX - from.x, clientY - from.y) > slack) cancel();
  }

  const listeners: [keyof HTMLElementEventMap, EventListener][] = [
    ['pointerdown', down as EventListener],
    ['pointermove', moved as EventListener],
    ['pointerup', cancel],
    ['pointercancel', cancel],
  ];
  for (const [name, listener] of listeners) element.addEventListener(name, listener, { passive: true });
  return () => {
    cancel();
    for (const [name, listener] of listeners) element.removeEventListener(name, listener);
  };
};
