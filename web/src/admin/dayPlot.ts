import { roundUp } from '../ui/roundUp';

export interface Bar {
  day: string;
  value: number | undefined;
  /** 0 (nothing) to 1 (the top of the plot). */
  height: number;
}

/** One bar for each day from the first to the last, also for those of which nothing is told. */
export function barsOf(values: ReadonlyMap<string, number | undefined>, days: readonly string[]): { bars: Bar[]; top: number } {
  const top = roundUp(Math.max(0, ...[...values.values()].map((value) => value ?? 0)));
  return { bars: days.map((day) => ({ day, value: values.get(day), height: (values.get(day) ?? 0) / top })), top };
}

/** The last `count` days up to and with `last`, as `2026-01-31`. */
export function lastDays(count: number, last: Date): string[] {
  const end = Date.UTC(last.getUTCFullYear(), last.getUTCMonth(), last.getUTCDate());
  return Array.from({ length: count }, (_, index) => new Date(end - (count - 1 - index) * 86_400_000).toISOString().slice(0, 10));
}

const short = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' });

export const dayWord = (day: string): string => short.format(new Date(`${day}T00:00:00Z`));

/** A plot in words. */
export function barsInWords(bars: readonly Bar[], word: (value: number) => string, dayOf: (day: string) => string = dayWord): string {
  const told = bars.filter((bar): bar is Bar & { value: number } => bar.value !== undefined && bar.value > 0);
  if (told.length === 0) return 'Nothing in this time.';
  const most = told.reduce((a, b) => (b.value > a.value ? b : a));
  return `${told.length} of ${bars.length} days with something, the most on ${dayOf(most.day)}: ${word(most.value)}.`;
}
