// Made from wire.schema.json by `npm run protocol`. Not to be edited.

export type Request =
  | HelloRequest
  | ListRoomsRequest
  | CreateRoomRequest
  | JoinRoomRequest
  | LeaveRoomRequest
  | ChatRequest
  | RegenerateRequest
  | ContinueRequest
  | PrivateMessageRequest
  | OpenDirectRequest
  | UpdateRoomRequest
  | DeleteRoomRequest
  | InviteRequest
  | RemoveMemberRequest
  | SetRoleRequest
  | MuteRequest
  | ReportRequest
  | FindUsersRequest
  | EditMessageRequest
  | DeleteMessageRequest
  | ReactRequest
  | FeedbackRequest
  | DeliveredRequest
  | ReadRequest
  | PresenceRequest
  | ClearRequest
  | HistoryRequest
  | TypingRequest
  | StartStreamRequest
  | StopStreamRequest
  | ListModelsRequest
  | PingRequest;
export type Visibility = 'public' | 'private';
export type AssistantMode = 'off' | 'mention' | 'smart' | 'all';
export type RoomRole = 'member' | 'moderator' | 'owner';
export type Rating = 'like' | 'dislike';
export type PresenceStatus = 'online' | 'away' | 'busy' | 'offline';
export type PromptRole = 'system' | 'user' | 'assistant';
export type ServerFrame =
  | Connected
  | RoomList
  | RoomCreated
  | RoomJoined
  | Ok
  | Ack
  | HistoryPage
  | UserList
  | ModelList
  | Pong
  | ErrorFrame
  | MessageEvent
  | UserJoined
  | UserLeft
  | RoomUpdated
  | RoomDeleted
  | MemberUpdated
  | ReceiptEvent
  | SuggestionsEvent
  | TypingEvent
  | PresenceEvent
  | StreamQueued
  | StreamStart
  | TokenEvent
  | ToolCallEvent
  | MemoryChanged
  | ProgressEvent
  | StreamEnd
  | SyncEvent;
export type AuthorKind = 'user' | 'assistant' | 'system';
export type RoomKind = 'group' | 'direct' | 'chat';
export type MessageStatus = 'complete' | 'cancelled' | 'interrupted' | 'error';
export type ToolStatus = 'running' | 'done' | 'failed';
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
  | 'unknown_assistant'
  | 'unknown_memory'
  | 'unknown_user'
  | 'unknown_file'
  | 'not_allowed'
  | 'muted'
  | 'archived'
  | 'room_full'
  | 'word_not_allowed'
  | 'too_large'
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
  topic?: string;
  isTemporary?: boolean;
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
  threadId?: string;
  attachments?: string[];
  variantOf?: string;
  afterId?: string;
}
export interface RegenerateRequest {
  type: 'regenerate';
  ref?: string;
  messageId: string;
  options?: GenerationOptions;
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
export interface ContinueRequest {
  type: 'continue';
  ref?: string;
  messageId: string;
  options?: GenerationOptions;
}
export interface PrivateMessageRequest {
  type: 'private_message';
  ref?: string;
  userId: string;
  content: string;
  messageId?: string;
}
export interface OpenDirectRequest {
  type: 'open_direct';
  ref?: string;
  userId: string;
}
export interface UpdateRoomRequest {
  type: 'update_room';
  ref?: string;
  roomId: string;
  roomName?: string;
  topic?: string;
  visibility?: Visibility;
  assistantMode?: AssistantMode;
  uploads?: boolean;
  historyDays?: number;
  maxUsers?: number;
  slowModeSeconds?: number;
  isArchived?: boolean;
  isTemporary?: boolean;
  memory?: boolean;
  tools?: string[];
}
export interface DeleteRoomRequest {
  type: 'delete_room';
  ref?: string;
  roomId: string;
}
export interface InviteRequest {
  type: 'invite';
  ref?: string;
  roomId: string;
  userId: string;
}
export interface RemoveMemberRequest {
  type: 'remove_member';
  ref?: string;
  roomId: string;
  userId: string;
  ban?: boolean;
}
export interface SetRoleRequest {
  type: 'set_role';
  ref?: string;
  roomId: string;
  userId: string;
  role: RoomRole;
}
export interface MuteRequest {
  type: 'mute';
  ref?: string;
  roomId: string;
  userId: string;
  minutes: number;
}
export interface ReportRequest {
  type: 'report';
  ref?: string;
  messageId: string;
  reason: string;
}
export interface FindUsersRequest {
  type: 'find_users';
  ref?: string;
  query: string;
  limit?: number;
}
export interface EditMessageRequest {
  type: 'edit_message';
  ref?: string;
  messageId: string;
  content: string;
}
export interface DeleteMessageRequest {
  type: 'delete_message';
  ref?: string;
  messageId: string;
}
export interface ReactRequest {
  type: 'react';
  ref?: string;
  messageId: string;
  emoji: string;
  on: boolean;
}
export interface FeedbackRequest {
  type: 'feedback';
  ref?: string;
  messageId: string;
  rating?: Rating;
  comment?: string;
}
export interface DeliveredRequest {
  type: 'delivered';
  ref?: string;
  roomId: string;
  seq: number;
}
export interface ReadRequest {
  type: 'read';
  ref?: string;
  roomId: string;
  seq: number;
  threadId?: string;
}
export interface PresenceRequest {
  type: 'presence';
  ref?: string;
  status: PresenceStatus;
  activity?: string;
}
export interface ClearRequest {
  type: 'clear';
  ref?: string;
  roomId: string;
}
export interface HistoryRequest {
  type: 'history';
  ref?: string;
  roomId: string;
  before?: number;
  limit?: number;
  after?: number;
  threadId?: string;
  messageId?: string;
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
  maxFileBytes?: number;
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
  version?: number;
  firstSeq?: number;
  topic?: string;
  uploads?: boolean;
  historyDays?: number;
  maxUsers?: number;
  slowModeSeconds?: number;
  archivedAt?: string;
  isTemporary?: boolean;
  people?: Author[];
  assistants?: string[];
  memory?: boolean;
  tools?: string[];
  isMember?: boolean;
  role?: RoomRole;
  unread?: number;
  mentions?: number;
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
  receipts?: Cursor[];
  threads?: FollowedThread[];
  suggestions?: Suggested;
}
export interface Member {
  id: string;
  name: string;
  kind: AuthorKind;
  status: PresenceStatus;
  lastSeen?: string;
  activity?: string;
  devices?: string[];
  role?: RoomRole;
  mutedUntil?: string;
  assistant?: AssistantCard;
}
export interface AssistantCard {
  handle: string;
  description?: string;
  picture?: string;
  mode?: AssistantMode;
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
  threadId?: string;
  thread?: ThreadInfo;
  editedAt?: string;
  deletedAt?: string;
  reactions?: Reaction[];
  feedback?: Feedback;
  attachments?: Attachment[];
  variantOf?: string;
  afterId?: string;
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
  isCut?: boolean;
  tools?: ToolCall[];
  sources?: KnowledgeSource[];
  memories?: number;
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
export interface ToolCall {
  id: string;
  name: string;
  status: ToolStatus;
  server?: string;
  arguments?: string;
  result?: string;
  durationMs?: number;
}
export interface KnowledgeSource {
  file: string;
  from: number;
  to: number;
}
export interface ThreadInfo {
  replies: number;
  lastSeq: number;
  lastAt: string;
}
export interface Reaction {
  emoji: string;
  count: number;
  userIds: string[];
}
export interface Feedback {
  likes: number;
  dislikes: number;
  likedBy: string[];
  dislikedBy: string[];
}
export interface Attachment {
  id: string;
  name: string;
  type: string;
  size: number;
  width?: number;
  height?: number;
  hasThumbnail?: boolean;
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
  threadId?: string;
  variantOf?: string;
  tools?: ToolCall[];
}
export interface Cursor {
  memberId: string;
  deliveredSeq: number;
  readSeq: number;
}
export interface FollowedThread {
  threadId: string;
  readSeq: number;
  unread: number;
}
export interface Suggested {
  messageId: string;
  items: string[];
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
  hasNewer?: boolean;
  threadId?: string;
}
export interface UserList {
  type: 'user_list';
  ref?: string;
  users: Author[];
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
  removedBy?: Author;
}
export interface RoomUpdated {
  type: 'room_updated';
  ref?: string;
  roomId: string;
  room: Room;
}
export interface RoomDeleted {
  type: 'room_deleted';
  ref?: string;
  roomId: string;
}
export interface MemberUpdated {
  type: 'member_updated';
  ref?: string;
  roomId: string;
  member: Member;
}
export interface ReceiptEvent {
  type: 'receipt';
  ref?: string;
  roomId: string;
  memberId: string;
  deliveredSeq: number;
  readSeq: number;
  unread?: number;
  mentions?: number;
  thread?: FollowedThread;
  seq?: number;
}
export interface SuggestionsEvent {
  type: 'suggestions';
  ref?: string;
  roomId: string;
  messageId: string;
  items: string[];
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
  activity?: string;
  devices?: string[];
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
  threadId?: string;
  variantOf?: string;
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
  threadId?: string;
  variantOf?: string;
}
export interface TokenEvent {
  type: 'token';
  ref?: string;
  streamId: string;
  offset: number;
  position: number;
  content: string;
}
export interface ToolCallEvent {
  type: 'tool_call';
  ref?: string;
  streamId: string;
  call: ToolCall;
  roomId?: string;
  messageId?: string;
}
export interface MemoryChanged {
  type: 'memory_changed';
  ref?: string;
  assistantId: string;
  remembered: RememberedThing[];
  forgotten: string[];
  roomId?: string;
  messageId?: string;
}
export interface RememberedThing {
  id: string;
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
