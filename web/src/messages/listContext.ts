import { createContext } from 'svelte';
import type { Attachment, Message } from '../protocol/wire';
import type { Chat } from '../state/Chat.svelte';
import type { RoomState } from '../state/RoomState.svelte';
import type { Attention } from './Attention.svelte';
import type { Conversation } from './Conversation.svelte';

/** What every message of a list needs to know of where it stands. */
export interface ListContext {
  chat: Chat;
  room: RoomState;
  conversation: Conversation;
  attention: Attention;
  quote(message: Message): void;
  /** Shows a picture large. */
  view(picture: Attachment): void;
}

export const [useList, provideList] = createContext<ListContext>();
