import type {
  Ack, Connected, ErrorFrame, HistoryPage, ModelList, Ok, Pong, Request, RoomCreated, RoomJoined, RoomList, ServerFrame,
  StreamStart,
} from './wire';

/** What answers each request; any of them may be refused with `error` instead. */
export interface Answers {
  hello: Connected;
  list_rooms: RoomList;
  create_room: RoomCreated;
  join_room: RoomJoined;
  leave_room: Ok;
  chat: Ack;
  history: HistoryPage;
  typing: Ok;
  start_stream: StreamStart;
  stop_stream: Ok;
  list_models: ModelList;
  ping: Pong;
}

/** The answer to a request of type `T`. A request that the wire gains and this table lacks does not compile. */
export type AnswerTo<T extends Request['type']> = Answers[T];

type OnlyAnswer = Connected | RoomList | RoomCreated | RoomJoined | Ok | Ack | HistoryPage | ModelList | Pong | ErrorFrame;

/** What the server says unasked. */
export type ServerEvent = Exclude<ServerFrame, OnlyAnswer>;

const answerTypes: ReadonlySet<string> = new Set<OnlyAnswer['type']>([
  'connected', 'room_list', 'room_created', 'room_joined', 'ok', 'ack', 'history', 'model_list', 'pong', 'error',
]);

export const isEvent = (frame: ServerFrame): frame is ServerEvent => !answerTypes.has(frame.type);
