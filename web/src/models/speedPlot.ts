import type { MeasurementInfo } from '../protocol/wire';
import { roundUp } from '../ui/roundUp';

export interface PlotPoint {
  /** 0 (the oldest) to 1 (the newest). */
  x: number;
  /** 0 (nothing) to 1 (the top of the plot). */
  y: number;
  tokensPerSecond: number;
  timeToFirstTokenMs: number;
  at: string;
}

/** The measured speeds, oldest first, evenly spaced: answers come in bursts, and each is to be seen. */
export function plotOf(newest: readonly MeasurementInfo[]): { points: PlotPoint[]; top: number } {
  const measured = newest.filter((one): one is Required<MeasurementInfo> => one.tokensPerSecond !== undefined);
  const top = roundUp(Math.max(0, ...measured.map((one) => one.tokensPerSecond)));
  const points = measured.map((one, index) => ({ ...one, x: measured.length < 2 ? 1 : index / (measured.length - 1), y: one.tokensPerSecond / top }));
  return { points, top };
}

/** The plot in words. */
export function plotInWords(points: readonly PlotPoint[], time: (iso: string) => string): string {
  if (points.length === 0) return 'No answer has been measured yet.';
  const speeds = points.map((point) => point.tokensPerSecond);
  const [low, high, last] = [Math.min(...speeds), Math.max(...speeds), speeds.at(-1)!].map((speed) => speed.toFixed(1));
  if (points.length === 1) return `One answer, at ${time(points[0]!.at)}: ${last} tokens per second.`;
  return `${points.length} answers from ${time(points[0]!.at)} to ${time(points.at(-1)!.at)}: between ${low} and ${high} tokens per second, the newest ${last}.`;
}
