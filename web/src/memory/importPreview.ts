import { tierWords, tierName } from './memoryWords';

/** What a file would bring, as far as the page can tell before the server reads it. */
export interface ImportPreview {
  /** Which kinds, and how many of each. */
  counts: [kind: string, count: number][];
  /** Some of them, to look at. */
  samples: string[];
}

const mostSamples = 8;

/** Throws, with words for people, when the text is no file of memories. */
export function readImport(text: string): { file: object; preview: ImportPreview } {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    throw new Error('This is no JSON file.');
  }
  if (typeof file !== 'object' || file === null || Array.isArray(file)) throw new Error('This file has no memories in it.');
  const preview = previewOf(file as Record<string, unknown>);
  if (preview.counts.length === 0) throw new Error('This file has no memories in it.');
  return { file, preview };
}

function previewOf(file: Record<string, unknown>): ImportPreview {
  if (Array.isArray(file.memories)) {
    const all = file.memories.filter(isRecord);
    const counts = tierWords.map(([tier]): [string, number] => [tierName(tier), all.filter((one) => (one.tier ?? 'long_term') === tier).length]);
    return { counts: counts.filter(([, count]) => count > 0), samples: all.map((one) => text(one.content)).filter(Boolean).slice(0, mostSamples) };
  }
  const tiers: [string, string[]][] = [
    [tierName('long_term'), pairs(file.longTerm).flatMap(([key, value]) => (isRecord(value) ? pairs(value) : [[key, value] as const])).map(([key, value]) => `${key}: ${text(value)}`)],
    [tierName('semantic'), pairs(file.semantic).map(([key, value]) => `${key}: ${text(isRecord(value) ? value.value : value)}`)],
    [tierName('episodic'), items(file.episodic).map((one) => text(isRecord(one) ? one.summary : one))],
    [tierName('short_term'), items(file.shortTerm).map((one) => text(isRecord(one) ? one.content : one))],
  ];
  const there = tiers.filter(([, all]) => all.length > 0);
  return { counts: there.map(([kind, all]) => [kind, all.length]), samples: there.flatMap(([, all]) => all).filter(Boolean).slice(0, mostSamples) };
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const pairs = (value: unknown): [string, unknown][] => (isRecord(value) ? Object.entries(value) : []);
const items = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const text = (value: unknown): string => (Array.isArray(value) ? value.map(text).join(', ') : value === undefined || value === null || isRecord(value) ? '' : String(value));
