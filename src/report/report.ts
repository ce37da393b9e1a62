import { z } from 'zod';
import { coverageSchema } from './coverage.ts';
import { findingSchema } from './finding.ts';

const lines = z.array(z.string());

/** How the model took part: not at all (no key), with its answer, or failed (the reason is one line). */
const personaPartSchema = z.object({
  state: z.enum(['absent', 'answered', 'failed']),
  /** One line for the footer. */
  note: z.string(),
});
export type PersonaPart = z.infer<typeof personaPartSchema>;

/**
 * The "Backend Implementation" report as data. Strings in sections are Markdown in which everything that
 * comes from the pull request stands in code spans. The same commits give the same report: no dates, no durations.
 */
export const reportSchema = z.object({
  version: z.literal(1),
  base: z.string(),
  head: z.string(),
  sections: z.object({
    api: lines,
    database: lines,
    security: lines,
    testing: z.array(z.object({ done: z.boolean(), text: z.string() })),
  }),
  /** What was run, one table a migration: cells are Markdown of one line. */
  proofs: z.array(z.object({ title: z.string(), path: z.string(), head: lines, rows: z.array(lines) })),
  /** Mermaid's text, with a title of plain words. */
  diagrams: z.array(z.object({ title: z.string(), text: z.string() })),
  /** Most severe first, then by path and line. */
  findings: z.array(findingSchema),
  /** Findings of each severity. */
  counts: z.object({ blocker: z.int(), warning: z.int(), advice: z.int() }),
  /** One entry for each file of the pull request, sorted by path. */
  coverage: z.array(coverageSchema),
  /** What a reader has to know of the review itself: a settings file not in force, suggestions withdrawn, limits reached. */
  notices: lines,
  persona: personaPartSchema,
});
export type Report = z.infer<typeof reportSchema>;

/** True where no file of the pull request belongs to a backend. */
export function isBackendless(report: Report): boolean {
  return report.coverage.every((file) => !file.backend) && report.findings.length === 0;
}
