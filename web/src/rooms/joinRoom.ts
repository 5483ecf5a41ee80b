import type { Connection } from '../connection/Connection';
import type { RoomState } from '../state/RoomState.svelte';

/** Joins a room, or comes back to it, until everything since the known rev is here. */
export async function joinRoom(connection: Connection, room: RoomState, create = false): Promise<void> {
  room.joining();
  let before: number | null;
  do {
    before = room.revs.rev;
    room.revs.beginCatchUp();
    for (let more = true; more; ) {
      const after = room.revs.rev;
      const answer = await connection.request({
        type: 'join_room',
        roomId: room.id,
        ...(after === null ? {} : { after }),
        ...(create ? { create } : {}),
      });

      // The server knows less than we do: it is another one, or went back to a copy.
      if (after !== null && answer.rev < after) {
        room.forget();
        room.revs.beginCatchUp();
        continue;
      }
      room.joined(answer, after);
      more = after !== null && answer.hasMore;
    }
    // A round that brought nothing would bring nothing again.
  } while (room.revs.endCatchUp() && room.revs.rev !== before);
}
