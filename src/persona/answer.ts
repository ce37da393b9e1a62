import { z } from 'zod';
import { severities } from '../report/finding.ts';

export const categories = [
  'correctness',
  'transaction',
  'race',
  'authorization',
  'data-integrity',
  'performance',
  'error-handling',
  'compatibility',
  'testing',
] as const;
export type Category = (typeof categories)[number];

/** Limits that the API's decoding does not enforce: what is beyond them is no answer of ours. */
const limits = { sentence: 600, sentences: 12, title: 200, prose: 3_000, quote: 8_000, claims: 60 } as const;

const sentence = z.string().max(limits.sentence);
const sentences = z.array(sentence).max(limits.sentences);

const claimShape = {
  path: z.string().min(1).describe('path of the file at the head, as shown'),
  startLine: z.int().positive().describe('head line number of the first quoted line'),
  endLine: z.int().positive().describe('head line number of the last quoted line'),
  quote: z
    .string()
    .max(limits.quote)
    .describe(
      'the whole lines startLine to endLine, character for character, without line numbers and signs',
    ),
  category: z.enum(categories),
  severity: z.enum(severities),
  title: z.string().min(1).max(limits.title).describe('one sentence: what happens to whom'),
  scenario: z.string().max(limits.prose).describe('the concrete input or interleaving, then what goes wrong'),
  fix: z.string().max(limits.prose).describe('what to do, one or two sentences'),
  replacement: z
    .string()
    .max(limits.quote)
    .nullable()
    .describe('complete new text of exactly the quoted lines, or null where more has to change'),
};

const claimSchema = z.object(claimShape);
export type Claim = z.infer<typeof claimSchema>;

/** What the model is asked for; its JSON schema goes to the API. */
export const answerSchema = z.object({
  summary: z.object({ api: sentences, database: sentences, security: sentences, testing: sentences }),
  claims: z.array(claimSchema).max(limits.claims),
});

export interface Answer {
  readonly summary: z.infer<typeof answerSchema>['summary'];
  readonly claims: readonly Claim[];
  /** Claims that broke a limit or a type, left out. */
  readonly malformed: number;
}

const looseSchema = z.object({
  summary: z.object({
    api: z.array(z.unknown()),
    database: z.array(z.unknown()),
    security: z.array(z.unknown()),
    testing: z.array(z.unknown()),
  }),
  claims: z.array(z.unknown()),
});

/** Reads an answer's JSON. One bad claim or sentence never costs the others; null where the whole is no answer. */
export function parseAnswer(text: string): Answer | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const outer = looseSchema.safeParse(value);
  if (!outer.success) return null;
  const { summary, claims } = outer.data;
  const good = claims.slice(0, limits.claims).flatMap((claim) => {
    const parsed = claimSchema.safeParse(claim);
    return parsed.success ? [parsed.data] : [];
  });
  return {
    summary: {
      api: goodSentences(summary.api),
      database: goodSentences(summary.database),
      security: goodSentences(summary.security),
      testing: goodSentences(summary.testing),
    },
    claims: good,
    malformed: claims.length - good.length,
  };
}

function goodSentences(items: readonly unknown[]): string[] {
  return items
    .flatMap((item) => {
      const parsed = sentence.safeParse(item);
      return parsed.success ? [parsed.data] : [];
    })
    .slice(0, limits.sentences);
}
