import type { Message } from '../protocol/wire';

type Told = Pick<Message, 'id' | 'seq' | 'variantOf' | 'afterId'>;

/** What will stand there: an answer that is being written, or a question that is on its way. */
export interface Coming {
  id: string;
  variantOf?: string;
}

/** A place in the conversation, and what is shown in it of those that stand there. */
export interface Standing<M> {
  /** Absent: one that is still coming is shown. */
  message?: M;
  /** Of whatever is shown. */
  id: string;
  /** Of the first in the place: where it stands. */
  seq: number;
  /** The first in the place. */
  place: string;
  /** All that stand in it, oldest first. */
  variants: readonly string[];
}

export interface BranchParts<M extends Told> {
  /** Without a hole, in the order of seq. */
  messages: readonly M[];
  coming?: readonly Coming[];
  /** A chat: a variant begins a branch. Elsewhere it takes the place of the first. */
  isTree: boolean;
  /** Which one was chosen in a place; the newest where none was. */
  chosen?: ReadonlyMap<string, string>;
}

/** What stands on the screen, from top to bottom (docs/protocol.md, "Variants and branches"). What is coming and no variant is left out. */
export function standing<M extends Told>({ messages, coming = [], isTree, chosen = new Map() }: BranchParts<M>): Standing<M>[] {
  const byId = new Map(messages.map((message) => [message.id, message]));
  const isHere = coming.filter(({ variantOf }) => variantOf !== undefined);
  if (isHere.length === 0 && !messages.some(({ variantOf, afterId }) => variantOf !== undefined || afterId !== undefined))
    return messages.map((message) => ({ message, id: message.id, seq: message.seq, place: message.id, variants: [message.id] }));

  const places = placesOf([...messages, ...isHere.filter(({ id }) => !byId.has(id))], byId);
  const shownIn = (place: string): string => {
    const variants = places.get(place)!;
    const choice = chosen.get(place);
    return choice !== undefined && variants.includes(choice) ? choice : variants.at(-1)!;
  };
  const entry = (place: string, seq: number): Standing<M> => {
    const id = shownIn(place);
    return { message: byId.get(id), id, seq, place, variants: places.get(place)! };
  };

  if (!isTree) {
    const done = new Set<string>();
    const entries: Standing<M>[] = [];
    for (const message of messages) {
      const place = placeOf(message, byId);
      if (done.has(place)) continue;
      done.add(place);
      entries.push(entry(place, message.seq));
    }
    return entries;
  }

  // Whatever a message follows stands before it, so one way through them is enough.
  const before = new Map(messages.map((message, index) => [message.id, messages[index - 1]?.id]));
  const isShown = new Map<string, boolean>();
  const entries: Standing<M>[] = [];
  for (const message of messages) {
    const place = placeOf(message, byId);
    const follows = followedBy(message, place, byId, before);
    const isBranchShown = follows === undefined || (isShown.get(follows) ?? true);
    isShown.set(message.id, isBranchShown && shownIn(place) === message.id);
    if (isShown.get(message.id)) entries.push(entry(place, message.seq));
    // Nothing follows what is still coming, so it stands at the end of its branch.
    else if (isBranchShown && place === message.id && !byId.has(shownIn(place))) entries.push(entry(place, message.seq));
  }
  return entries;
}

/** The last message on the screen, where the next one would not follow it by itself; undefined: it would. */
export function wouldNotFollow<M extends Told>(shown: readonly Standing<M>[], messages: readonly Told[]): string | undefined {
  const last = shown.findLast(({ message }) => message !== undefined)?.id;
  return last === undefined || last === messages.at(-1)?.id ? undefined : last;
}

/** The first of those in whose place it stands, as far back as they are here. */
function placeOf({ id, variantOf }: Coming, byId: ReadonlyMap<string, Told>): string {
  let place = variantOf ?? id;
  for (let next = byId.get(place)?.variantOf; next !== undefined && next !== place; next = byId.get(place)?.variantOf) place = next;
  return place;
}

function placesOf(all: readonly Coming[], byId: ReadonlyMap<string, Told>): Map<string, string[]> {
  const places = new Map<string, string[]>();
  for (const one of all) {
    const place = placeOf(one, byId);
    const there = places.get(place);
    if (there) there.push(one.id);
    else places.set(place, [one.id]);
  }
  return places;
}

function followedBy(message: Told, place: string, byId: ReadonlyMap<string, Told>, before: ReadonlyMap<string, string | undefined>): string | undefined {
  if (message.afterId !== undefined) return byId.has(message.afterId) ? message.afterId : undefined;
  if (message.variantOf === undefined) return before.get(message.id);
  const first = byId.get(place);
  return first && first.id !== message.id ? (first.afterId !== undefined ? (byId.has(first.afterId) ? first.afterId : undefined) : before.get(first.id)) : undefined;
}

/** Whether an answer that is being written stands below all else: neither in a place, nor on a branch that is not shown. */
export function standsAtEnd(
  { id, variantOf, parentId }: Coming & { parentId?: string }, shown: readonly Standing<Told>[], messages: readonly Told[], isTree: boolean,
): boolean {
  if (shown.some((one) => one.id === id)) return false;
  if (variantOf !== undefined && messages.some((one) => one.id === variantOf || one.variantOf === variantOf)) return false;
  return !isTree || parentId === undefined || shown.some((one) => one.id === parentId) || !messages.some((one) => one.id === parentId);
}

/** The one so many steps on from the one shown; undefined: there is none. */
export const neighbourIn = ({ id, variants }: Pick<Standing<unknown>, 'id' | 'variants'>, by: number): string | undefined => variants[variants.indexOf(id) + by];
