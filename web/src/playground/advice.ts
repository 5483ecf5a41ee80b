import type { ErrorCode } from '../protocol/wire';
import { sentence } from '../ui/sentence';
import type { OwnStream } from './OwnStream.svelte';

/** How a stream went wrong, and what to do about it. */
export interface Trouble {
  what: string;
  advice: string;
}

const afterRefusal: Partial<Record<ErrorCode, string>> = {
  busy: 'Wait a moment, then generate again.',
  rate_limited: 'Wait a moment, then generate again.',
  shutting_down: 'Generate again when the server is back.',
  unknown_model: 'Choose another model.',
  bad_request: 'Change it, then generate again.',
  internal: 'Generate again. If it stays, ask the operator: the server’s log says why.',
};

/** Null: it runs, or ended as it should. */
export function troubleOf(stream: OwnStream): Trouble | null {
  switch (stream.outcome) {
    case 'lost':
      return { what: 'The connection was lost, and this answer ended with it.', advice: 'What came before is kept here. Generate again for a whole one.' };
    case 'interrupted':
      return { what: 'The server went down while this was being written.', advice: 'Generate again when it is back.' };
    case 'refused':
      return { what: sentence(stream.error ?? 'The server refused it.'), advice: afterRefusal[stream.refusal!.code] ?? 'Generate again, or choose another model.' };
    case 'error':
      return { what: sentence(stream.error ?? 'The model failed.'), advice: 'Generate again, or choose another model.' };
    default:
      return null;
  }
}
