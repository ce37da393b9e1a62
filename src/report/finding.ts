import { z } from 'zod';

export const severities = ['blocker', 'warning', 'advice'] as const;
export type Severity = (typeof severities)[number];

const evidenceKinds = [
  'parsed',
  'schema',
  'executed',
  'documented',
  'contract',
  'quoted',
  'searched',
] as const;

/** What a finding stands on: how it is known, one line of what was seen, and where. */
const evidenceSchema = z.object({
  kind: z.enum(evidenceKinds),
  /** Markdown, one line or a short block; code from the pull request already escaped by the renderer's rules. */
  text: z.string(),
  path: z.string().nullable(),
  line: z.number().int().positive().nullable(),
  /** What was seen, line by line, where one line does not hold it: a plan. */
  code: z.string().optional(),
});
export type Evidence = z.infer<typeof evidenceSchema>;

/** Replacement of whole lines of the head file. An empty replacement deletes the lines. */
const suggestionSchema = z.object({
  startLine: z.number().int().positive(),
  endLine: z.number().int().positive(),
  /** Without the final newline. */
  replacement: z.string(),
});
export type Suggestion = z.infer<typeof suggestionSchema>;

/** A file to add, written out in the comment because a suggestion cannot create one. */
const followUpFileSchema = z.object({ path: z.string(), text: z.string() });

/** A step of the way to make a change in several releases: what it is for, and the migration to add where it is one. */
const rolloutStepSchema = z.object({ text: z.string(), file: followUpFileSchema.nullable() });
export type RolloutStep = z.infer<typeof rolloutStepSchema>;

export const findingSchema = z.object({
  rule: z.string(),
  severity: z.enum(severities),
  title: z.string(),
  /** What happens to whom, first. Markdown with code in backticks. */
  what: z.string(),
  why: z.string(),
  fix: z.string(),
  path: z.string(),
  side: z.enum(['base', 'head']),
  startLine: z.number().int().positive(),
  endLine: z.number().int().positive(),
  evidence: z.array(evidenceSchema).min(1),
  suggestion: suggestionSchema.nullable(),
  /** Further steps: what remains to be done after the suggestion. */
  followUps: z.array(followUpFileSchema),
  /** The whole change without an outage, in place of what the finding is about. */
  rollout: z.array(rolloutStepSchema).optional(),
  /** Rule + object + ordinal; never a line number. The same across pushes. */
  identity: z.string(),
  /** Hash of the normalised code the finding is about. */
  substance: z.string(),
});
export type Finding = z.infer<typeof findingSchema>;
