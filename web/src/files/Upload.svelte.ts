import { ConnectionLost } from '../connection/errors';
import type { PendingFile } from '../messages/PendingMessage';
import type { Attachment } from '../protocol/wire';
import { sentence } from '../ui/sentence';
import { NotSent } from './sendBytes';
import { sendFile, type SendFileParts } from './sendFile';

/** `waiting`: for a connection; it may go out with its message all the same. */
export type UploadState = 'sending' | 'waiting' | 'done' | 'failed';

export interface UploadParts extends SendFileParts {
  /** Bytes; more is not even begun. */
  maxBytes: number;
}

let count = 0;

/** One file on its way to the server. */
export class Upload {
  readonly id = `upload-${++count}`;
  readonly file: File;
  readonly #parts: UploadParts;
  #sending?: { cancel(): void };
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

  /** As it waits with its message. */
  get pending(): PendingFile {
    return { name: this.file.name, type: this.file.type, blob: this.file };
  }

  /** Sends it, the first time or again. */
  async start(): Promise<void> {
    this.#state = 'sending';
    this.#progress = 0;
    try {
      const { size } = this.file;
      if (size === 0) throw new NotSent('It is empty, or a folder');
      if (size > this.#parts.maxBytes) throw new NotSent(`It is larger than the ${Math.floor(this.#parts.maxBytes / 1e6)} MB that this server takes`);
      const sent = (bytes: number) => (this.#progress = bytes / size);
      const sending = sendFile(this.pending, { ...this.#parts, sent });
      this.#sending = sending;
      this.#attachment = await sending.done;
      this.#state = 'done';
    } catch (error) {
      if (error instanceof ConnectionLost) return void (this.#state = 'waiting');
      this.#error = sentence(error instanceof Error ? error.message : String(error));
      this.#state = 'failed';
    }
  }

  cancel(): void {
    this.#sending?.cancel();
  }
}
