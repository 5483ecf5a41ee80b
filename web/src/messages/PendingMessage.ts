import type { Attachment, ChatRequest } from '../protocol/wire';

/** `waiting`: not on the wire. `sent`: acknowledged, its own event is about to come. */
export type PendingStatus = 'waiting' | 'sending' | 'sent' | 'failed';

/** A file of a message that waits, until it is uploaded. */
export interface PendingFile {
  name: string;
  type: string;
  blob: Blob;
}

/** A message of ours that the room does not show yet. */
export interface PendingMessage {
  id: string;
  roomId: string;
  content: string;
  parentId?: string;
  threadId?: string;
  /** A question of one's own that this asks in other words. */
  variantOf?: string;
  /** The message that it follows, where that is not the newest. */
  afterId?: string;
  /** What is uploaded. */
  attachments?: readonly Attachment[];
  /** What is not uploaded yet, in order; each becomes an attachment. */
  files?: readonly PendingFile[];
  createdAt: string;
  status: PendingStatus;
  reason?: string;
  /** By its ack: once the room is known this far, the message has come, or lies before what is loaded. */
  rev?: number;
  /** The browser did not take it: it ends with the page. */
  isOnlyHere?: boolean;
}

export const requestOf = ({ id, roomId, content, parentId, threadId, variantOf, afterId, attachments }: PendingMessage): ChatRequest => ({
  type: 'chat',
  roomId,
  messageId: id,
  content,
  ...(parentId ? { parentId } : {}),
  ...(threadId ? { threadId } : {}),
  ...(variantOf ? { variantOf } : {}),
  ...(afterId ? { afterId } : {}),
  ...(attachments?.length ? { attachments: attachments.map((file) => file.id) } : {}),
});
