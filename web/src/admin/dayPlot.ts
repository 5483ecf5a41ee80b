import { roundUp } from '../ui/roundUp';

export interface Bar {
  day: string;
  value: number | undefined;
  /** 0 (nothing) to 1 (the top of the plot). */
  height: number;
}

/** One bar for each day. */
export function barsOf<T extends { day: string }>(days: readonly T[], of: (day: T) => number | undefined): { bars: Bar[]; top: number } {
  const top = roundUp(Math.max(0, ...days.map((day) => of(day) ?? 0)));
  return { bars: days.map((day) => ({ day: day.day, value: of(day), height: (of(day) ?? 0) / top })), top };
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
