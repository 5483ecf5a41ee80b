/** Room ids need no escaping. */
const path = /^\/rooms\/([A-Za-z0-9._:-]{1,64})\/?$/;

const roomOf = (pathname: string): string | null => path.exec(pathname)?.[1] ?? null;

/** The room that the address names. */
export class Route {
  #room = $state<string | null>(roomOf(location.pathname));

  get room(): string | null {
    return this.#room;
  }

  /** Follows back and forward; the result ends it. */
  listen(): () => void {
    const moved = () => (this.#room = roomOf(location.pathname));
    addEventListener('popstate', moved);
    return () => removeEventListener('popstate', moved);
  }

  go(room: string, replace = false): void {
    if (room === this.#room) return;
    this.#room = room;
    history[replace ? 'replaceState' : 'pushState'](null, '', addressOf(room));
  }
}

export const addressOf = (room: string): string => `/rooms/${room}`;
