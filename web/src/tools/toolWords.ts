import type { ToolCall } from '../protocol/wire';
import { span } from '../ui/figures';

/** `search_room` as people write it. */
export const toolName = ({ name }: Pick<ToolCall, 'name'>): string => name.replace(/^.*\//, '').replaceAll('_', ' ');

export function stateOf({ status, durationMs }: ToolCall): string {
  if (status === 'running') return 'running';
  const took = durationMs === undefined ? '' : ` in ${durationMs < 1000 ? `${Math.max(1, Math.round(durationMs))} ms` : span(durationMs)}`;
  return status === 'failed' ? `failed${took}` : `done${took}`;
}

/** What a tool was told, as people read it; empty: nothing. */
export function argumentsOf(json: string | undefined): string {
  if (!json) return '';
  try {
    const given = JSON.parse(json) as unknown;
    if (typeof given !== 'object' || given === null) return String(given);
    return Object.entries(given).map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`).join('\n');
  } catch {
    return json;
  }
}

/** Why there is nothing to show of its answer. */
export function emptyWords({ name, server, status }: ToolCall): string {
  if (status === 'running') return 'No answer yet.';
  if (server === undefined && (name === 'search_room' || name === 'read_file')) return 'What it found stands in the room and is not kept here a second time.';
  return 'It answered nothing.';
}
