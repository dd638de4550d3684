// A measured figure: what it is, what it must be, what it was, and how it was obtained.

import { loadavg, availableParallelism } from "node:os";
import { expect, type TestInfo } from "@playwright/test";

export interface Figure {
  what: string;
  /** The requirement in words. */
  must: string;
  measured: string;
  holds: boolean;
  how: string;
}

/** The kind of annotation by which a figure reaches the table. */
export const FIGURE = "figure";

/** Puts a figure into the table; the benchmark fails at its end if the figure does not hold. */
export function report(testInfo: TestInfo, figure: Figure): void {
  const load = loadavg()[0].toFixed(1);
  testInfo.annotations.push({ type: FIGURE, description: JSON.stringify({ ...figure, load }) });
  expect.soft(figure.holds, `${figure.what}: ${figure.measured}, must be ${figure.must}`).toBe(true);
}

/** Waits until nothing else runs: what is measured on a busy machine is worth nothing. */
export async function quietMachine(most = availableParallelism()): Promise<void> {
  const until = Date.now() + 180_000;
  while (loadavg()[0] > most && Date.now() < until) await new Promise((later) => setTimeout(later, 3_000));
  const load = loadavg()[0];
  if (load > most) throw new Error(`The load is ${load.toFixed(1)} on ${availableParallelism()} cores. Measure when nothing else runs.`);
}

/** The value in the middle. */
export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** The value that so many hundredths stay under. */
export function percentile(values: number[], hundredths: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * hundredths) / 100))] ?? Number.NaN;
}
