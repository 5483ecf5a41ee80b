import type { Attachment } from '../protocol/wire';
import { sentence } from '../ui/sentence';
import { NotSent, sendBytes, type OpenRequest, type Sending } from './sendBytes';
import { thumbnailOf } from './thumbnail';

export type UploadState = 'sending' | 'done' | 'failed';

export interface UploadParts {
  token: string;
  roomId: string;
  /** Bytes; more is not even begun. */
  maxBytes: number;
  open?: OpenRequest;
  thumbnail?: (file: Blob) => Promise<Blob | null>;
}

let count = 0;

/** One file on its way to the server. */
export class Upload {
  readonly id = `upload-${++count}`;
  readonly file: File;
  readonly #parts: UploadParts;
  #sending: Sending | null = null;
  #state = $state<UploadState>('sending');
  #progress = $state(0);
  #error = $state('');
  #attachment = $state.raw<Attachment>();

  constructor(file: File, parts: UploadParts) {
    this.file = file;
    this.#parts = parts;
    void this.start();
  }

  get state(): UploadState {
    return this.#state;
  }

  /** 0 to 1. */
  get progress(): number {
    return this.#progress;
  }

  get error(): string {
    return this.#error;
  }

  get attachment(): Attachment | undefined {
    return this.#attachment;
  }

  /** Sends it, the first time or again. */
  async start(): Promise<void> {
    this.#state = 'sending';
    this.#progress = 0;
    try {
      const { name, size } = this.file;
      if (size === 0) throw new NotSent('It is empty, or a folder');
      if (size > this.#parts.maxBytes) throw new NotSent(`It is larger than the ${Math.floor(this.#parts.maxBytes / 1e6)} MB that this server takes`);
      const url = `/api/rooms/${this.#parts.roomId}/files?name=${encodeURIComponent(name)}`;
      const attachment = (await this.#send('POST', url, this.file)) as Attachment;
      this.#attachment = await this.#withThumbnail(attachment);
      this.#state = 'done';
    } catch (error) {
      this.#error = sentence(error instanceof Error ? error.message : String(error));
      this.#state = 'failed';
    }
  }

  cancel(): void {
    this.#sending?.cancel();
  }

  /** A picture without a small one is a picture still. */
  async #withThumbnail(attachment: Attachment): Promise<Attachment> {
    const small = await (this.#parts.thumbnail ?? thumbnailOf)(this.file);
    if (!small || !attachment.type.startsWith('image/')) return attachment;
    try {
      await this.#send('PUT', `/api/files/${attachment.id}/thumbnail`, small);
      return { ...attachment, hasThumbnail: true };
    } catch {
      return attachment;
    }
  }

  async #send(method: 'POST' | 'PUT', url: string, body: Blob): Promise<unknown> {
    const { token, open } = this.#parts;
    const sent = method === 'POST' ? (bytes: number) => (this.#progress = bytes / this.file.size) : undefined;
    this.#sending = sendBytes({ method, url, token, body, sent, open });
    try {
      return await this.#sending.done;
    } finally {
      this.#sending = null;
    }
  }
}
