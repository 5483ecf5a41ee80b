import type { Message } from '../protocol/wire';

/** The list with these messages in it: by id the newer rev wins, in the order of seq. */
export function putMessages(list: readonly Message[], incoming: readonly Message[]): readonly Message[] {
  if (incoming.length === 0) return list;
  const last = list.at(-1);
  if (incoming.length === 1 && (!last || incoming[0]!.seq > last.seq)) return [...list, incoming[0]!];

  const byId = new Map(list.map((message) => [message.id, message]));
  for (const message of incoming) {
    const known = byId.get(message.id);
    if (!known || message.rev >= known.rev) byId.set(message.id, message);
  }
  return [...byId.values()].sort((a, b) => a.seq - b.seq);
}
