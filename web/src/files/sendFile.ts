import type { PendingFile } from '../messages/PendingMessage';
import type { Attachment } from '../protocol/wire';
import { sendBytes, type OpenRequest, type Sending } from './sendBytes';
import { thumbnailOf } from './thumbnail';

export interface SendFileParts {
  token: string;
  roomId: string;
  /** Bytes of the file so far. */
  sent?: (bytes: number) => void;
  open?: OpenRequest;
  thumbnail?: (file: Blob) => Promise<Blob | null>;
}

/** Uploads a file, and a small picture of it where it is one. Fails with ConnectionLost when it may go later, else with NotSent. */
export function sendFile({ blob, name }: PendingFile, { token, roomId, sent, open, thumbnail = thumbnailOf }: SendFileParts) {
  let sending: Sending;

  async function send(method: 'POST' | 'PUT', url: string, body: Blob): Promise<unknown> {
    sending = sendBytes({ method, url, token, body, sent: method === 'POST' ? sent : undefined, open });
    return await sending.done;
  }

  async function all(): Promise<Attachment> {
    const attachment = (await send('POST', `/api/rooms/${roomId}/files?name=${encodeURIComponent(name)}`, blob)) as Attachment;
    const small = attachment.type.startsWith('image/') ? await thumbnail(blob) : null;
    if (!small) return attachment;
    try {
      await send('PUT', `/api/files/${attachment.id}/thumbnail`, small);
      return { ...attachment, hasThumbnail: true };
    } catch {
      // A picture without a small one is a picture still.
      return attachment;
    }
  }

  const done = all();
  return { done, cancel: () => sending.cancel() };
}
