import type { RolloutStep } from '../report/finding.ts';
import { codeSpan } from '../report/markdown/code-span.ts';

/** How an operation that is gone, or answers elsewhere, is given up while its callers go on. */
export function wayOut(operation: string, now: string | null): RolloutStep[] {
  const beside = now === null ? '' : `, beside ${codeSpan(now)}`;
  return steps(`${codeSpan(operation)} answers as before${beside}.`, codeSpan(operation), 'http');
}

/**
 * How a breaking change of an operation is made while its callers go on, in the way that the project has: where paths
 * hold a version, a new one beside the old; elsewhere what is new beside what is old.
 * @param operation `GET /api/v1/orders/:id`
 * @param others operations of the same API, which tell whether the next version is there already
 */
export function compatibleWay(
  operation: string,
  others: readonly string[],
  spoken: 'http' | 'graphql' | 'protobuf' = 'http',
): RolloutStep[] {
  if (spoken !== 'http') return steps(besideIt(operation), codeSpan(operation), spoken);
  const [method = '', path = ''] = operation.split(' ');
  const version = /\/v(\d{1,3})(?=\/|$)/i.exec(path);
  if (version?.[1] === undefined) return steps(besideIt(operation), codeSpan(operation), spoken);
  const next = String(Number(version[1]) + 1);
  const mark = version[0].slice(0, 2);
  const newPath = path.replace(version[0], `${mark}${next}`);
  const exists = others.some((other) => new RegExp(`${mark}${next}(?:/|$)`).test(other));
  const beside = exists ? `, beside what version ${next} has already` : '';
  return steps(
    `The new form answers at ${codeSpan(`${method} ${newPath}`)}${beside}; ${codeSpan(operation)} stays as it was.`,
    codeSpan(operation),
    spoken,
  );
}

function besideIt(operation: string): string {
  return `${codeSpan(operation)} keeps what its callers use, and what is new comes beside it, under another name.`;
}

const endings = {
  http: [
    (old: string) =>
      `The old form says when it ends: \`Deprecation\` and \`Sunset\` headers in the answers of ${old}, \`deprecated: true\` in the contract.`,
    'When nobody asks for it any more, a release removes it.',
  ],
  graphql: [
    (old: string) => `What is old in ${old} says so: \`@deprecated(reason: "…")\` with what takes its place.`,
    'When no query asks for it any more, a release removes it.',
  ],
  protobuf: [
    (old: string) =>
      `What is old in ${old} says so: \`[deprecated = true]\`; its number and name stay as they are.`,
    'When nobody sends or reads it any more, a release removes it and reserves its number and name.',
  ],
} as const;

function steps(first: string, old: string, spoken: keyof typeof endings): RolloutStep[] {
  const [deprecated, removed] = endings[spoken];
  return [first, deprecated(old), removed].map((text) => ({ text, file: null }));
}
