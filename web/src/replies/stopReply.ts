import type { Connection } from '../connection/Connection';
import { ConnectionLost, RequestRefused } from '../connection/errors';
import type { Reply } from './Reply.svelte';

export async function stopReply(connection: Connection, reply: Reply): Promise<void> {
  reply.stops(true);
  try {
    await connection.request({ type: 'stop_stream', streamId: reply.streamId });
  } catch (error) {
    reply.stops(false);
    // It ended by itself while the request was under way.
    if (!(error instanceof RequestRefused || error instanceof ConnectionLost)) throw error;
  }
}
