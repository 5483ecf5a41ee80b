import type { RoomState } from '../state/RoomState.svelte';

/** The rooms that this page knows of, and the one that is looked at. */
export class KnownRooms {
  readonly #make: (id: string) => RoomState;
  #list = $state.raw<readonly RoomState[]>([]);
  #current = $state.raw<RoomState>();

  constructor(make: (id: string) => RoomState) {
    this.#make = make;
  }

  get list(): readonly RoomState[] {
    return this.#list;
  }

  get current(): RoomState | undefined {
    return this.#current;
  }

  find(id: string): RoomState | undefined {
    return this.#list.find((room) => room.id === id);
  }

  /** The room of that id, from now on among the known ones. */
  room(id: string): RoomState {
    const known = this.find(id);
    if (known) return known;
    const room = this.#make(id);
    this.#list = [...this.#list, room];
    return room;
  }

  look(room: RoomState | undefined): void {
    this.#current?.main.window.viewed('hidden');
    this.#current = room;
    room?.main.window.viewed('end');
  }

  remove(room: RoomState): void {
    this.#list = this.#list.filter((other) => other !== room);
  }

  /** The one that is looked at stays until one looks elsewhere. */
  removeUnseen(room: RoomState): void {
    if (room !== this.#current) this.remove(room);
  }
}
