/** What stands beside the rooms. */
export type PlaceName = 'playground' | 'models';

/** Where one is: in a room or in a place; nowhere: `/`. */
export type Whereabouts = { room: string } | { place: PlaceName } | null;

/** Room ids need no escaping. */
const roomPath = /^\/rooms\/([A-Za-z0-9._:-]{1,64})\/?$/;
const placePath = /^\/(playground|models)\/?$/;

export function whereabouts(pathname: string): Whereabouts {
  const room = roomPath.exec(pathname)?.[1];
  if (room !== undefined) return { room };
  const place = placePath.exec(pathname)?.[1];
  return place === undefined ? null : { place: place as PlaceName };
}

/** Where the address says that one is. */
export class Route {
  #at = $state.raw<Whereabouts>(whereabouts(location.pathname));

  get room(): string | null {
    return this.#at && 'room' in this.#at ? this.#at.room : null;
  }

  get place(): PlaceName | null {
    return this.#at && 'place' in this.#at ? this.#at.place : null;
  }

  /** Follows back and forward; the result ends it. */
  listen(): () => void {
    const moved = () => (this.#at = whereabouts(location.pathname));
    addEventListener('popstate', moved);
    return () => removeEventListener('popstate', moved);
  }

  go(room: string, replace = false): void {
    if (room !== this.room) this.#move({ room }, addressOf(room), replace);
  }

  visit(place: PlaceName): void {
    if (place !== this.place) this.#move({ place }, addressOfPlace(place), false);
  }

  #move(at: Whereabouts, address: string, replace: boolean): void {
    this.#at = at;
    history[replace ? 'replaceState' : 'pushState'](null, '', address);
  }
}

export const addressOf = (room: string): string => `/rooms/${room}`;

export const addressOfPlace = (place: PlaceName): string => `/${place}`;
