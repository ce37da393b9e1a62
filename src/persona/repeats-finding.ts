import type { Finding } from '../report/finding.ts';
import type { RuleFamily } from '../rules/rule.ts';
import type { Category } from './answer.ts';
import type { LineRange } from './find-quote.ts';

/** What claims a rule's family says already, when they stand on the same lines. */
const said: Record<RuleFamily, readonly Category[]> = {
  locking: ['performance', 'transaction', 'race'],
  transaction: ['transaction', 'race', 'data-integrity', 'error-handling'],
  rewrite: ['performance'],
  'backward-compat': ['compatibility', 'correctness', 'data-integrity'],
  'data-loss': ['data-integrity', 'correctness', 'compatibility'],
  integrity: ['data-integrity', 'correctness', 'race'],
  index: ['performance'],
  'query-correctness': ['correctness', 'data-integrity', 'performance'],
  types: ['data-integrity', 'correctness'],
  'schema-design': ['data-integrity', 'performance'],
  naming: [],
  'query-performance': ['performance'],
  api: ['compatibility', 'correctness', 'error-handling'],
  security: ['authorization', 'correctness', 'data-integrity'],
};

/**
 * True where a claim about these lines repeats a rule's finding.
 * @param familyOf the rule's family; null for a rule it does not know, which then is taken to say it all
 */
export function repeatsFinding(
  claim: { readonly path: string; readonly category: Category; readonly lines: LineRange },
  findings: readonly Finding[],
  familyOf: (rule: string) => RuleFamily | null,
): boolean {
  return findings.some((finding) => {
    if (finding.path !== claim.path || finding.side !== 'head') return false;
    if (finding.startLine > claim.lines.endLine || finding.endLine < claim.lines.startLine) return false;
    const family = familyOf(finding.rule);
    return family === null || said[family].includes(claim.category);
  });
}
