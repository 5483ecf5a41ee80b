import type { Connection } from '../connection/Connection';
import type { Http } from '../connection/Http';
import type { AssistantMode, Author, Room, RoomRole, UpdateRoomRequest, Visibility } from '../protocol/wire';
import type { RoomState } from '../state/RoomState.svelte';

export interface NewRoom {
  roomName: string;
  topic: string;
  visibility: Visibility;
  assistantMode: AssistantMode;
  isTemporary: boolean;
}

export type RoomSettings = Omit<UpdateRoomRequest, 'type' | 'ref' | 'roomId'>;

export interface RoomChangesParts {
  connection: Connection;
  http: Http;
  /** A room that one is in now. */
  took(room: Room): RoomState;
}

/** What changes rooms and who is in them. Each throws what the server refuses; what changed comes back as an event. */
export class RoomChanges {
  readonly #parts: RoomChangesParts;

  constructor(parts: RoomChangesParts) {
    this.#parts = parts;
  }

  async create({ topic, isTemporary, ...room }: NewRoom): Promise<RoomState> {
    const { connection, took } = this.#parts;
    const given = { ...room, ...(topic ? { topic } : {}), ...(isTemporary ? { isTemporary } : {}) };
    return took((await connection.request({ type: 'create_room', ...given })).room);
  }

  /** The direct room with somebody, made when there is none. */
  async openDirect(userId: string): Promise<RoomState> {
    const { connection, took } = this.#parts;
    return took((await connection.request({ type: 'open_direct', userId })).room);
  }

  async update(roomId: string, settings: RoomSettings): Promise<void> {
    await this.#parts.connection.request({ type: 'update_room', roomId, ...settings });
  }

  /** A new chat with an assistant, or the one that is always there, which belongs to nobody else; gives the id of its room. */
  async beginChat(assistantId?: string): Promise<string> {
    const made = (await (await this.#parts.http.ask('POST', '/api/sessions', assistantId === undefined ? {} : { assistantId })).json()) as { sessionId: string };
    return made.sessionId;
  }

  async delete({ id, kind }: Pick<Room, 'id' | 'kind'>): Promise<void> {
    if (kind === 'chat') await this.#parts.http.ask('DELETE', `/api/sessions/${id}`);
    else await this.#parts.connection.request({ type: 'delete_room', roomId: id });
  }

  async invite(roomId: string, userId: string): Promise<void> {
    await this.#parts.connection.request({ type: 'invite', roomId, userId });
  }

  async remove(roomId: string, userId: string, ban: boolean): Promise<void> {
    await this.#parts.connection.request({ type: 'remove_member', roomId, userId, ...(ban ? { ban } : {}) });
  }

  async setRole(roomId: string, userId: string, role: RoomRole): Promise<void> {
    await this.#parts.connection.request({ type: 'set_role', roomId, userId, role });
  }

  /** Minutes; 0 ends it. */
  async mute(roomId: string, userId: string, minutes: number): Promise<void> {
    await this.#parts.connection.request({ type: 'mute', roomId, userId, minutes });
  }

  async findUsers(query: string, limit?: number): Promise<readonly Author[]> {
    return (await this.#parts.connection.request({ type: 'find_users', query, ...(limit === undefined ? {} : { limit }) })).users;
  }
}
