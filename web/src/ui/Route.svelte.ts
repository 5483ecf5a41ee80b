import { createContext } from 'svelte';

/** What stands beside the rooms. */
export type PlaceName = 'search' | 'assistants' | 'memory' | 'playground' | 'models' | 'stats';

/** A room, and in it perhaps a thread that is open, or a message that a link leads to. */
export interface RoomAddress {
  room: string;
  thread?: string;
  message?: string;
}

/** Where one is: in a room, or in a place with what is asked of it; nowhere: `/`. */
export type Whereabouts = RoomAddress | { place: PlaceName; query: string } | null;

/** Ids need no escaping. */
const roomPath = /^\/rooms\/([A-Za-z0-9._:-]{1,64})(?:\/(threads|messages)\/([A-Za-z0-9._:-]{1,64}))?\/?$/;
const placePath = /^\/(search|assistants|memory|playground|models|stats)\/?$/;

export function whereabouts(pathname: string, search = ''): Whereabouts {
  const inRoom = roomPath.exec(pathname);
  if (inRoom) {
    const [, room, part, id] = inRoom;
    return { room: room!, ...(part === 'threads' ? { thread: id } : part === 'messages' ? { message: id } : {}) };
  }
  const place = placePath.exec(pathname)?.[1];
  return place === undefined ? null : { place: place as PlaceName, query: search.replace(/^\?/, '') };
}

/** Where the address says that one is. */
export class Route {
  #at = $state.raw<Whereabouts>(whereabouts(location.pathname, location.search));

  get room(): string | null {
    return this.#at && 'room' in this.#at ? this.#at.room : null;
  }

  /** The thread that is open in the room. */
  get thread(): string | undefined {
    return this.#at && 'room' in this.#at ? this.#at.thread : undefined;
  }

  /** The message to show. An object of its own each time somebody goes there, so that a link can be followed twice. */
  get target(): RoomAddress | undefined {
    return this.#at && 'room' in this.#at && this.#at.message !== undefined ? this.#at : undefined;
  }

  get place(): PlaceName | null {
    return this.#at && 'place' in this.#at ? this.#at.place : null;
  }

  /** What is asked of the place, as after the `?` of its address. */
  get query(): string {
    return this.#at && 'place' in this.#at ? this.#at.query : '';
  }

  /** Follows back and forward; the result ends it. */
  listen(): () => void {
    const moved = () => (this.#at = whereabouts(location.pathname, location.search));
    addEventListener('popstate', moved);
    return () => removeEventListener('popstate', moved);
  }

  go(room: string, replace = false): void {
    if (room !== this.room) this.#move({ room }, addressOf(room), replace);
  }

  openThread(room: string, thread: string): void {
    if (room !== this.room || thread !== this.thread) this.#move({ room, thread }, addressOfThread(room, thread), false);
  }

  closeThread(): void {
    const { room } = this;
    if (room !== null) this.#move({ room }, addressOf(room), false);
  }

  showMessage(room: string, message: string): void {
    this.#move({ room, message }, addressOfMessage(room, message), false);
  }

  visit(place: PlaceName, query = ''): void {
    if (place !== this.place || query !== this.query) this.#move({ place, query }, addressOfPlace(place, query), place === this.place);
  }

  /** Keeps what is asked of this place in the address, so that coming back asks it again. */
  refine(query: string): void {
    if (this.place !== null) this.visit(this.place, query);
  }

  #move(at: Whereabouts, address: string, replace: boolean): void {
    this.#at = at;
    history[replace ? 'replaceState' : 'pushState'](null, '', address);
  }
}

/** The page has one, and whatever lies deep in it goes somewhere by it. */
export const [useRoute, provideRoute] = createContext<Route>();

export const addressOf = (room: string): string => `/rooms/${room}`;

export const addressOfThread = (room: string, message: string): string => `/rooms/${room}/threads/${message}`;

export const addressOfMessage = (room: string, message: string): string => `/rooms/${room}/messages/${message}`;

export const addressOfPlace = (place: PlaceName, query = ''): string => `/${place}${query && `?${query}`}`;
