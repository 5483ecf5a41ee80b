import type { Connection } from '../connection/Connection';
import type { Message, Rating } from '../protocol/wire';
import { toggled } from '../reactions/toggled';
import type { RoomState } from '../state/RoomState.svelte';

/** What one does to messages that are there. Each is done when the changed message comes back; a refusal is thrown. */
export class Changes {
  readonly #connection: Connection;
  readonly #myId: string;

  constructor(connection: Connection, myId: string) {
    this.#connection = connection;
    this.#myId = myId;
  }

  async edit({ id }: Message, content: string): Promise<void> {
    await this.#connection.request({ type: 'edit_message', messageId: id, content });
  }

  async remove({ id }: Message): Promise<void> {
    await this.#connection.request({ type: 'delete_message', messageId: id });
  }

  /** Shown at once, and taken back when it is refused. */
  async react(room: RoomState, message: Message, emoji: string): Promise<void> {
    const { reactions, on } = toggled(message.reactions ?? [], emoji, this.#myId);
    const window = room.windowOf(message);
    window?.replace({ ...message, reactions });
    try {
      await this.#connection.request({ type: 'react', messageId: message.id, emoji, on });
    } catch (error) {
      if (room.message(message.id)?.rev === message.rev) window?.replace(message);
      throw error;
    }
  }

  /** Without a rating the one given is taken back. */
  async rate({ id }: Message, rating: Rating | undefined, comment?: string): Promise<void> {
    await this.#connection.request({ type: 'feedback', messageId: id, ...(rating ? { rating } : {}), ...(comment ? { comment } : {}) });
  }

  async report({ id }: Message, reason: string): Promise<void> {
    await this.#connection.request({ type: 'report', messageId: id, reason });
  }
}
