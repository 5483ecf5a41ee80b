const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Three digits, which is what one compares by. */
const threeDigits = (value: number): string => (value >= 99.95 ? value.toFixed(0) : value >= 9.995 ? value.toFixed(1) : value.toFixed(2));

function scaled(value: number, names: readonly string[]): string {
  let step = 0;
  // What would be rounded to 1000 is written as 1 of the next unit.
  for (; value >= 999.5 && step < names.length - 1; step++) value /= 1000;
  return `${step === 0 ? Math.round(value) : threeDigits(value)}${names[step] ? ` ${names[step]}` : ''}`;
}

/** Of 1000, as file sizes are given. */
export const bytes = (value: number): string => scaled(value, units);

/** Large numbers of things, such as weights: `494 M`. */
export const count = (value: number): string => scaled(value, ['', 'K', 'M', 'B', 'T']);

/** A span as people say it. */
export function span(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 9.995) return `${seconds.toFixed(2)} s`;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** How long something will take, which nobody knows to the hundredth. */
export function about(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

export const perSecond = (value: number): string => `${threeDigits(value)} tok/s`;

export const percent = (part: number): string => `${Math.floor(part * 100)} %`;
