/** The next 1, 2 or 5 of its size, so that the top of a plot is a number that one can read. */
export function roundUp(value: number): number {
  if (value <= 0) return 1;
  const size = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((step) => step * size).find((step) => step >= value)!;
}
