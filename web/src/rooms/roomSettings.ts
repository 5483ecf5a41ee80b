import { maxHistoryDays, maxRoomNameLength, maxSlowModeSeconds, maxTopicLength } from '../protocol/limits';
import type { AssistantMode, Room, Visibility } from '../protocol/wire';
import type { RoomSettings } from './RoomChanges';

export const visibilityWords: [Visibility, string, string][] = [
  ['public', 'Public', 'Everybody on this server can find and join it.'],
  ['private', 'Private', 'Only its members can see it; a member brings others in.'],
];

export const modeWords: [AssistantMode, string, string][] = [
  ['mention', 'When named', 'With @AIBot anywhere in a message, or /AIBot in front of it; of others likewise.'],
  ['smart', 'When named or asked', 'Also when a question seems meant for them.'],
  ['all', 'Always', 'To every message that a person writes.'],
  ['off', 'Never', 'They stay silent, also when they are named.'],
];

/** In seconds; 0: no waiting. */
export const slowModes: [number, string][] = [
  [0, 'Off'], [5, '5 seconds'], [10, '10 seconds'], [30, '30 seconds'], [60, '1 minute'], [300, '5 minutes'], [900, '15 minutes'], [3600, '1 hour'],
  [maxSlowModeSeconds, '6 hours'],
];

/** In days; 0: for ever. */
export const historyChoices: [number, string][] = [[0, 'For ever'], [30, '30 days'], [90, '90 days'], [365, '1 year']];

/** The settings of a room as its form holds them. Numbers are 0 where there is no limit. */
export interface SettingsForm {
  name: string;
  topic: string;
  visibility: Visibility;
  assistantMode: AssistantMode;
  uploads: boolean;
  historyDays: number;
  maxUsers: number;
  slowModeSeconds: number;
  isTemporary: boolean;
  memory: boolean;
  /** The tool servers whose tools assistants may use here. */
  tools: readonly string[];
}

export const formOf = (room: Room): SettingsForm => ({
  name: room.name,
  topic: room.topic ?? '',
  visibility: room.visibility,
  assistantMode: room.assistantMode,
  uploads: room.uploads ?? true,
  historyDays: room.historyDays ?? 0,
  maxUsers: room.maxUsers ?? 0,
  slowModeSeconds: room.slowModeSeconds ?? 0,
  isTemporary: room.isTemporary ?? false,
  memory: room.memory ?? true,
  tools: room.tools ?? [],
});

/** What of a form differs from the room it was made of, as the server is told it. */
export function changesIn(before: SettingsForm, form: SettingsForm): RoomSettings {
  const { name, topic, ...rest } = form;
  const trimmed = { roomName: name.trim(), topic: topic.trim(), ...rest };
  const { name: oldName, ...oldRest } = before;
  const old = { roomName: oldName, ...oldRest };
  const keys = Object.keys(trimmed) as (keyof typeof trimmed)[];
  return Object.fromEntries(keys.filter((key) => !isSame(trimmed[key], old[key])).map((key) => [key, trimmed[key]]));
}

const isSame = (a: unknown, b: unknown): boolean => a === b || (Array.isArray(a) && Array.isArray(b) && [...a].sort().join('\n') === [...b].sort().join('\n'));

/** What is wrong with a form, by its field. */
export function problemsOf(form: SettingsForm): Partial<Record<keyof SettingsForm, string>> {
  const problems: Partial<Record<keyof SettingsForm, string>> = {};
  if (!form.name.trim()) problems.name = 'A room needs a name.';
  else if (form.name.trim().length > maxRoomNameLength) problems.name = `At most ${maxRoomNameLength} characters.`;
  if (form.topic.trim().length > maxTopicLength) problems.topic = `At most ${maxTopicLength} characters.`;
  if (!isWhole(form.historyDays, 0, maxHistoryDays)) problems.historyDays = `A number of days from 1 to ${maxHistoryDays}.`;
  if (form.maxUsers !== 0 && !isWhole(form.maxUsers, 2, 1_000_000)) problems.maxUsers = 'At least 2 people, or empty for no limit.';
  if (!isWhole(form.slowModeSeconds, 0, maxSlowModeSeconds)) problems.slowModeSeconds = `At most ${maxSlowModeSeconds} seconds.`;
  return problems;
}

/** What a change would take away that cannot come back; empty: nothing. */
export function warningOf(before: SettingsForm, form: SettingsForm): string {
  const shorter = form.historyDays > 0 && (before.historyDays === 0 || form.historyDays < before.historyDays);
  return shorter ? `Messages older than ${form.historyDays} ${form.historyDays === 1 ? 'day' : 'days'} will be deleted for good.` : '';
}

const isWhole = (value: number, least: number, most: number): boolean => Number.isInteger(value) && value >= least && value <= most;
