import type { Connection } from '../connection/Connection';
import type { Conversation } from '../messages/Conversation.svelte';
import type { GenerationOptions, Message } from '../protocol/wire';

/** Has answers written anew, or gone on with. Each throws what the server refuses; what is written comes as a reply. */
export class Again {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Of an answer another one in its place; of a question its answer. */
  async regenerate(conversation: Conversation, { id, variantOf }: Message, options?: GenerationOptions): Promise<void> {
    await this.#connection.request({ type: 'regenerate', messageId: id, ...(options ? { options } : {}) });
    conversation.choose(variantOf ?? id, undefined);
  }

  /** One that was cut begins with the text there is. */
  async continue(conversation: Conversation, { id, variantOf }: Message): Promise<void> {
    await this.#connection.request({ type: 'continue', messageId: id });
    conversation.choose(variantOf ?? id, undefined);
  }
}

/** Whether an answer ended before it was whole. */
export const isCut = ({ status, generation, content }: Message): boolean => (status !== 'complete' || generation?.isCut === true) && content.trim() !== '';
