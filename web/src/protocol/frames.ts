import type {
  Ack, Connected, ErrorFrame, HistoryPage, ModelList, Ok, Pong, Request, RoomCreated, RoomJoined, RoomList, ServerFrame,
  StreamStart, UserList,
} from './wire';

/** What answers each request; any of them may be refused with `error` instead. */
export interface Answers {
  hello: Connected;
  list_rooms: RoomList;
  create_room: RoomCreated;
  open_direct: RoomCreated;
  join_room: RoomJoined;
  leave_room: Ok;
  update_room: Ok;
  delete_room: Ok;
  invite: Ok;
  remove_member: Ok;
  set_role: Ok;
  mute: Ok;
  find_users: UserList;
  chat: Ack;
  regenerate: Ack;
  continue: Ack;
  private_message: Ack;
  edit_message: Ack;
  delete_message: Ack;
  react: Ack;
  feedback: Ack;
  report: Ok;
  history: HistoryPage;
  delivered: Ok;
  read: Ok;
  typing: Ok;
  presence: Ok;
  clear: Ack;
  start_stream: StreamStart;
  stop_stream: Ok;
  list_models: ModelList;
  ping: Pong;
}

/** The answer to a request of type `T`. A request that the wire gains and this table lacks does not compile. */
export type AnswerTo<T extends Request['type']> = Answers[T];

type OnlyAnswer = Connected | RoomList | RoomCreated | RoomJoined | Ok | Ack | HistoryPage | UserList | ModelList | Pong | ErrorFrame;

/** What the server says unasked. */
export type ServerEvent = Exclude<ServerFrame, OnlyAnswer>;

const answerTypes: ReadonlySet<string> = new Set<OnlyAnswer['type']>([
  'connected', 'room_list', 'room_created', 'room_joined', 'ok', 'ack', 'history', 'user_list', 'model_list', 'pong', 'error',
]);

export const isEvent = (frame: ServerFrame): frame is ServerEvent => !answerTypes.has(frame.type);
