import { stdout } from 'node:process';

/** One measured number of a benchmark. `ok` is null where there is no goal. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly goal: string | null;
  readonly ok: boolean | null;
}

/** A figure that is to be at most `goal`. */
export function atMost(name: string, value: number, unit: string, goal: number): Figure {
  return { name, value: rounded(value), unit, goal: `<= ${goal}`, ok: value <= goal };
}

/** A figure that is to be at least `goal`. */
export function atLeast(name: string, value: number, unit: string, goal: number): Figure {
  return { name, value: rounded(value), unit, goal: `>= ${goal}`, ok: value >= goal };
}

/** A figure without a goal, for comparing. */
export function plain(name: string, value: number, unit: string): Figure {
  return { name, value: rounded(value), unit, goal: null, ok: null };
}

/** Prints figures as one JSON object, or as lines for people. */
export function printFigures(figures: readonly Figure[], json: boolean): void {
  if (json) {
    stdout.write(`${JSON.stringify({ figures })}\n`);
    return;
  }
  for (const { name, value, unit, goal, ok } of figures)
    stdout.write(
      `${name}: ${value} ${unit}${goal === null ? '' : ` (goal ${goal}: ${ok ? 'met' : 'MISSED'})`}\n`,
    );
}

/** NaN for no numbers. */
export function median(numbers: readonly number[]): number {
  return quantile(numbers, 0.5);
}

/** The number below which this share of them lies. NaN for no numbers. */
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
