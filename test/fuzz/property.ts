import fc from 'fast-check';

/** How a run of one property ended. */
interface FuzzOutcome {
  readonly cases: number;
  /** null where it held; else the shrunk counterexample, what went wrong, and how to see it again. */
  readonly failure: {
    readonly counterexample: string;
    readonly error: string;
    readonly seed: number;
    readonly path: string | null;
  } | null;
}

/** A law, and how to try it. */
export interface FuzzProperty {
  readonly name: string;
  /** Its part of all cases, in relation to the other properties' shares: less where one case costs more. */
  readonly share: number;
  /** Never rejects for a case that fails; the same seed gives the same cases. */
  run(parameters: {
    readonly cases: number;
    readonly seed: number;
    /** Of an earlier failure: only its counterexample runs. */
    readonly path?: string;
  }): Promise<FuzzOutcome>;
}

/** What a property looks at, and what has to be closed after the last case. */
interface Opened<Value> {
  readonly check: (value: Value) => void | Promise<void>;
  readonly close?: () => void | Promise<void>;
}

/** How long a smaller counterexample is looked for. */
const shrinkingMs = 60_000;

/**
 * A property over values of one arbitrary.
 * @param open makes what all cases share; its `check` throws for a value that breaks the law
 */
export function property<Value>(
  name: string,
  share: number,
  arbitrary: fc.Arbitrary<Value>,
  open: () => Opened<Value> | Promise<Opened<Value>>,
): FuzzProperty {
  return {
    name,
    share,
    async run({ cases, seed, path }) {
      const { check, close } = await open();
      try {
        let failing: number | null = null;
        const details = await fc.check(
          fc.asyncProperty(arbitrary, async (value) => {
            // Past its time a search for a smaller counterexample finds none any more, and ends.
            if (failing !== null && performance.now() - failing > shrinkingMs) return;
            try {
              await check(value);
            } catch (error) {
              failing ??= performance.now();
              throw error;
            }
          }),
          { numRuns: cases, seed, ...(path === undefined ? {} : { path, endOnFailure: true }) },
        );
        if (!details.failed) return { cases: details.numRuns, failure: null };
        return {
          cases: details.numRuns,
          failure: {
            counterexample: fc.stringify(details.counterexample?.[0]),
            error: messageOf(details.errorInstance),
            seed: details.seed,
            path: details.counterexamplePath,
          },
        };
      } finally {
        await close?.();
      }
    },
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** Throws with all that is wrong, so that a counterexample tells everything at once. */
export function expectNone(problems: readonly string[], context = ''): void {
  if (problems.length === 0) return;
  const told = [...new Set(problems)].slice(0, 20).join('\n');
  throw new Error(context === '' ? told : `${told}\n---\n${context}`);
}
