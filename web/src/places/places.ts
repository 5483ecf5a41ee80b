import type { Component } from 'svelte';
import type { Chat } from '../state/Chat.svelte';
import type { IconName } from '../ui/Icon.svelte';
import type { PlaceName } from '../ui/Route.svelte';

export type PlaceContent = Component<{ chat: Chat }>;

interface Place {
  name: PlaceName;
  title: string;
  about: string;
  icon: IconName;
  /** Fetched when somebody goes there. */
  load(): Promise<{ default: PlaceContent }>;
}

export const places: readonly Place[] = [
  {
    name: 'search', title: 'Search', about: 'In the rooms that you are in', icon: 'search',
    load: () => import('../search/SearchPlace.svelte'),
  },
  {
    name: 'assistants', title: 'Assistants', about: 'Who can be asked here, and your own', icon: 'spark',
    load: () => import('../assistants/AssistantsPlace.svelte'),
  },
  {
    name: 'memory', title: 'Memory', about: 'What assistants remember, as far as it is yours to see', icon: 'bookmark',
    load: () => import('../memory/MemoryPlace.svelte'),
  },
  {
    name: 'playground', title: 'Playground', about: 'Try a prompt on one model or several', icon: 'flask',
    load: () => import('../playground/PlaygroundPlace.svelte'),
  },
  {
    name: 'models', title: 'Models', about: 'What answers here, and how fast', icon: 'cube',
    load: () => import('../models/ModelsPlace.svelte'),
  },
  {
    name: 'stats', title: 'Statistics', about: 'How much is said and answered here', icon: 'chart',
    load: () => import('../admin/StatsPlace.svelte'),
  },
];

export const placeOf = (name: PlaceName): Place => places.find((place) => place.name === name)!;
