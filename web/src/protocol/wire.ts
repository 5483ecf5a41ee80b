// Made from wire.schema.json by `npm run protocol`. Not to be edited.

export type Request =
  | HelloRequest
  | ListRoomsRequest
  | CreateRoomRequest
  | JoinRoomRequest
  | LeaveRoomRequest
  | ChatRequest
  | HistoryRequest
  | TypingRequest
  | StartStreamRequest
  | StopStreamRequest
  | ListModelsRequest
  | PingRequest;
export type Visibility = 'public' | 'private';
export type AssistantMode = 'off' | 'mention' | 'smart' | 'all';
export type PromptRole = 'system' | 'user' | 'assistant';
export type ServerFrame =
  | Connected
  | RoomList
  | RoomCreated
  | RoomJoined
  | Ok
  | Ack
  | HistoryPage
  | ModelList
  | Pong
  | ErrorFrame
  | MessageEvent
  | UserJoined
  | UserLeft
  | RoomUpdated
  | TypingEvent
  | PresenceEvent
  | StreamQueued
  | StreamStart
  | TokenEvent
  | ProgressEvent
  | StreamEnd
  | SyncEvent;
export type AuthorKind = 'user' | 'assistant' | 'system';
export type RoomKind = 'group' | 'direct' | 'chat';
export type PresenceStatus = 'online' | 'away' | 'busy' | 'offline';
export type MessageStatus = 'complete' | 'cancelled' | 'interrupted' | 'error';
export type ErrorCode =
  | 'bad_json'
  | 'unknown_type'
  | 'bad_request'
  | 'not_signed_in'
  | 'already_signed_in'
  | 'name_taken'
  | 'bad_token'
  | 'unknown_room'
  | 'not_a_member'
  | 'unknown_message'
  | 'id_taken'
  | 'unknown_stream'
  | 'unknown_model'
  | 'unknown_job'
  | 'not_allowed'
  | 'in_use'
  | 'cannot_load'
  | 'rate_limited'
  | 'busy'
  | 'cancelled'
  | 'shutting_down'
  | 'internal';
export type StreamEndReason = 'stop' | 'length' | 'cancelled' | 'interrupted' | 'error';

export interface Wire {
  request: Request;
  frame: ServerFrame;
}
export interface HelloRequest {
  type: 'hello';
  ref?: string;
  username?: string;
  token?: string;
  device?: string;
}
export interface ListRoomsRequest {
  type: 'list_rooms';
  ref?: string;
}
export interface CreateRoomRequest {
  type: 'create_room';
  ref?: string;
  roomName: string;
  visibility?: Visibility;
  assistantMode?: AssistantMode;
}
export interface JoinRoomRequest {
  type: 'join_room';
  ref?: string;
  roomId: string;
  after?: number;
  create?: boolean;
}
export interface LeaveRoomRequest {
  type: 'leave_room';
  ref?: string;
  roomId: string;
}
export interface ChatRequest {
  type: 'chat';
  ref?: string;
  roomId: string;
  content: string;
  messageId?: string;
  parentId?: string;
}
export interface HistoryRequest {
  type: 'history';
  ref?: string;
  roomId: string;
  before?: number;
  limit?: number;
}
export interface TypingRequest {
  type: 'typing';
  ref?: string;
  roomId: string;
  isTyping: boolean;
}
export interface StartStreamRequest {
  type: 'start_stream';
  ref?: string;
  streamId: string;
  prompt?: string;
  messages?: PromptMessage[];
  options?: GenerationOptions;
}
export interface PromptMessage {
  role: PromptRole;
  content: string;
}
export interface GenerationOptions {
  model?: string;
  strategy?: string;
  maxTokens?: number;
  temperature?: number;
  topP?: number;
  topK?: number;
  repeatPenalty?: number;
  stopSequences?: string[];
  seed?: number;
  jsonSchema?: string;
}
export interface StopStreamRequest {
  type: 'stop_stream';
  ref?: string;
  streamId: string;
}
export interface ListModelsRequest {
  type: 'list_models';
  ref?: string;
}
export interface PingRequest {
  type: 'ping';
  ref?: string;
}
export interface Connected {
  type: 'connected';
  ref?: string;
  user: Author;
  token: string;
  server: ServerInfo;
  rooms: Room[];
}
export interface Author {
  id: string;
  name: string;
  kind: AuthorKind;
}
export interface ServerInfo {
  version: string;
  capabilities: ServerCapabilities;
}
export interface ServerCapabilities {
  maxTokens: number;
  maxFrameBytes: number;
  supportedFormats: string[];
}
export interface Room {
  id: string;
  name: string;
  kind: RoomKind;
  visibility: Visibility;
  assistantMode: AssistantMode;
  userCount: number;
  createdAt: string;
  seq: number;
  rev: number;
  isMember?: boolean;
}
export interface RoomList {
  type: 'room_list';
  ref?: string;
  rooms: Room[];
}
export interface RoomCreated {
  type: 'room_created';
  ref?: string;
  room: Room;
}
export interface RoomJoined {
  type: 'room_joined';
  ref?: string;
  room: Room;
  members: Member[];
  messages: Message[];
  rev: number;
  hasMore: boolean;
  streams: RunningStream[];
}
export interface Member {
  id: string;
  name: string;
  kind: AuthorKind;
  status: PresenceStatus;
  lastSeen?: string;
}
export interface Message {
  id: string;
  roomId: string;
  seq: number;
  rev: number;
  author: Author;
  content: string;
  createdAt: string;
  status: MessageStatus;
  parentId?: string;
  generation?: GenerationInfo;
}
export interface GenerationInfo {
  model: string;
  strategy: string;
  reason: string;
  usage: Usage;
  timeToFirstTokenMs?: number;
  tokensPerSecond?: number;
  error?: string;
  alternatives?: ScoreInfo[];
}
export interface Usage {
  promptTokens: number;
  completionTokens: number;
}
export interface ScoreInfo {
  model: string;
  score: number;
  terms: {
    [k: string]: number;
  };
  leftOut?: string;
}
export interface RunningStream {
  streamId: string;
  messageId: string;
  author: Author;
  parentId: string;
  content: string;
  position: number;
  model?: string;
  ahead?: number;
}
export interface Ok {
  type: 'ok';
  ref?: string;
}
export interface Ack {
  type: 'ack';
  ref?: string;
  roomId: string;
  messageId: string;
  seq: number;
  rev: number;
}
export interface HistoryPage {
  type: 'history';
  ref?: string;
  roomId: string;
  messages: Message[];
  hasMore: boolean;
}
export interface ModelList {
  type: 'model_list';
  ref?: string;
  models: ModelInfo[];
}
export interface ModelInfo {
  id: string;
  name: string;
  type: string;
  contextLength: number;
  capabilities: string[];
  state: string;
  isDefault: boolean;
  size?: number;
  format?: string;
  architecture?: string;
  parameters?: number;
  quantisation?: string;
  memoryBytes?: number;
  price?: PriceInfo;
  measured?: MeasuredInfo;
  busy?: number;
  error?: string;
  loaded?: number;
}
export interface PriceInfo {
  input: number;
  output: number;
}
export interface MeasuredInfo {
  answers: number;
  failures: number;
  newest: MeasurementInfo[];
  timeToFirstTokenMs?: number;
  tokensPerSecond?: number;
}
export interface MeasurementInfo {
  at: string;
  timeToFirstTokenMs: number;
  tokensPerSecond?: number;
}
export interface Pong {
  type: 'pong';
  ref?: string;
}
export interface ErrorFrame {
  type: 'error';
  ref?: string;
  code: ErrorCode;
  message: string;
  field?: string;
  retryAfterMs?: number;
}
export interface MessageEvent {
  type: 'message';
  ref?: string;
  message: Message;
}
export interface UserJoined {
  type: 'user_joined';
  ref?: string;
  roomId: string;
  user: Member;
}
export interface UserLeft {
  type: 'user_left';
  ref?: string;
  roomId: string;
  user: Author;
}
export interface RoomUpdated {
  type: 'room_updated';
  ref?: string;
  roomId: string;
  room: Room;
}
export interface TypingEvent {
  type: 'typing';
  ref?: string;
  roomId: string;
  userId: string;
  isTyping: boolean;
}
export interface PresenceEvent {
  type: 'presence';
  ref?: string;
  userId: string;
  status: PresenceStatus;
  lastSeen?: string;
}
export interface StreamQueued {
  type: 'stream_queued';
  ref?: string;
  streamId: string;
  ahead: number;
  roomId?: string;
  messageId?: string;
  author?: Author;
  parentId?: string;
  etaMs?: number;
}
export interface StreamStart {
  type: 'stream_start';
  ref?: string;
  streamId: string;
  model: string;
  roomId?: string;
  messageId?: string;
  author?: Author;
  parentId?: string;
}
export interface TokenEvent {
  type: 'token';
  ref?: string;
  streamId: string;
  offset: number;
  position: number;
  content: string;
}
export interface ProgressEvent {
  type: 'progress';
  ref?: string;
  streamId: string;
  tokens: number;
  maxTokens: number;
  tokensPerSecond: number;
  etaMs: number;
}
export interface StreamEnd {
  type: 'stream_end';
  ref?: string;
  streamId: string;
  reason: StreamEndReason;
  usage: Usage;
  durationMs: number;
  model?: string;
  timeToFirstTokenMs?: number;
  tokensPerSecond?: number;
  roomId?: string;
  messageId?: string;
  error?: string;
  route?: RouteInfo;
}
export interface RouteInfo {
  model: string;
  strategy: string;
  reason: string;
  alternatives: ScoreInfo[];
}
export interface SyncEvent {
  type: 'sync';
  ref?: string;
  revs: {
    [k: string]: number;
  };
}
