import type { PendingMessage } from '../messages/PendingMessage';
import { Upload, type UploadParts } from './Upload.svelte';

/** So many files go with one message. */
export const mostFiles = 10;

/** Files that wait to go out with the next message of one conversation. */
export class Uploads {
  #list = $state.raw<readonly Upload[]>([]);

  get list(): readonly Upload[] {
    return this.#list;
  }

  /** Whether a message with them may be sent off: each is there, or waits for a connection as the message does. */
  get areReady(): boolean {
    return this.#list.every((upload) => upload.state === 'done' || upload.state === 'waiting');
  }

  get isSending(): boolean {
    return this.#list.some((upload) => upload.state === 'sending');
  }

  /** How many of them were too many. */
  add(files: readonly File[], parts: UploadParts): number {
    const room = Math.max(0, mostFiles - this.#list.length);
    this.#list = [...this.#list, ...files.slice(0, room).map((file) => new Upload(file, parts))];
    return Math.max(0, files.length - room);
  }

  remove(upload: Upload): void {
    upload.cancel();
    this.#list = this.#list.filter((other) => other !== upload);
  }

  /** There is a connection again. */
  connected(): void {
    for (const upload of this.#list) if (upload.state === 'waiting') void upload.start();
  }

  /** They go out with a message. */
  take(): Pick<PendingMessage, 'attachments' | 'files'> {
    const attachments = this.#list.map((upload) => upload.attachment).filter((attachment) => attachment !== undefined);
    const files = this.#list.filter((upload) => !upload.attachment).map((upload) => upload.pending);
    this.#list = [];
    return { ...(attachments.length > 0 ? { attachments } : {}), ...(files.length > 0 ? { files } : {}) };
  }
}
