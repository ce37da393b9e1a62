import type { Coverage } from '../report/coverage.ts';
import type { Facts } from '../report/facts.ts';
import type { Finding } from '../report/finding.ts';

/** What the deterministic half knows of a change: JSON all the way, since it crosses a process. */
export interface Analysis {
  readonly facts: Facts;
  readonly findings: readonly Finding[];
  /** One entry for each file of the change. */
  readonly coverage: readonly Coverage[];
  readonly notices: readonly string[];
}
