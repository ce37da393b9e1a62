import { describe, expect, it } from 'vitest';
import type { MigrationProof, Proof, StatementProof } from '../proof/proof.ts';
import { createParser } from '../sql/parse.ts';
import { emptySchema } from '../sql/schema/empty-schema.ts';
import { applyStatements } from '../sql/schema/replay.ts';
import { rules } from './registry.generated.ts';
import { defaultRuleSettings } from './rule-settings.ts';
import { readFile } from './run-example.ts';
import { runSqlRules } from './run-sql-rules.ts';

const parser = await createParser('postgres');
const base = applyStatements(
  emptySchema({ complete: true }),
  parser.parse('CREATE TABLE orders (id bigint PRIMARY KEY, email text CHECK (email IS NOT NULL))'),
);

/** The findings of a rule when its one statement was seen to do this. */
function found(sql: string, rule: string, seen: Partial<StatementProof>, postgresVersion = 16) {
  const file = readFile({ path: 'migrations/0042_change.sql', text: sql });
  const statement: StatementProof = {
    range: file.statements[0]?.range ?? { start: 0, end: 0 },
    outcome: 'ran',
    reason: null,
    error: null,
    watched: true,
    locks: [],
    held: false,
    rewritten: [],
    rewrittenAlone: [],
    scans: [],
    notices: [],
    counterexample: null,
    ...seen,
  };
  const own: MigrationProof = {
    path: file.path,
    statements: [statement],
    losses: [],
    reversal: null,
    runsTwice: null,
  };
  const proof: Proof = {
    server: 'PostgreSQL 18.6 (PGlite 0.5.16)',
    base: { statements: 1, failed: 0, firstFailure: null },
    migrations: [own],
    brokenQueries: [],
    plans: [],
    indexes: [],
    deadlocks: [],
    notices: [],
  };
  const { matches } = runSqlRules({
    base,
    files: [file],
    history: null,
    rules,
    proof,
    settings: { ...defaultRuleSettings, postgresVersion },
  });
  return matches
    .filter((match) => match.rule.id === rule)
    .map(({ match }) => (match.evidence ?? []).map(({ kind, text }) => `${kind}: ${text}`));
}

const exclusive = { relation: 'orders', kind: 'table', mode: 'AccessExclusiveLock' } as const;
const rewrite = 'ALTER TABLE orders ALTER COLUMN id TYPE integer;';

describe('what running has shown', () => {
  it('is evidence of what the text has found', () => {
    const [evidence] = found(rewrite, 'alter-column-type-rewrite', {
      locks: [exclusive],
      rewritten: ['orders', 'orders_pkey'],
      rewrittenAlone: ['orders'],
    });
    expect(evidence?.at(-1)).toBe(
      'executed: Run on PostgreSQL 18.6: ACCESS EXCLUSIVE on `orders`; `orders` written anew',
    );
  });

  it('takes back what did not happen', () => {
    expect(found(rewrite, 'alter-column-type-rewrite', { locks: [exclusive] })).toEqual([]);
    const index = 'CREATE INDEX orders_email_idx ON orders (email);';
    expect(found(index, 'create-index-not-concurrent', {})).toEqual([]);
    expect(
      found(index, 'create-index-not-concurrent', { locks: [{ ...exclusive, mode: 'ShareLock' }] }),
    ).toHaveLength(1);
  });

  it('takes back nothing that was not watched or that older versions do', () => {
    expect(found(rewrite, 'alter-column-type-rewrite', { watched: false })).toHaveLength(1);
    expect(found(rewrite, 'alter-column-type-rewrite', { outcome: 'failed' })).toHaveLength(1);
    const index = 'REINDEX TABLE orders;';
    expect(found(index, 'reindex-not-concurrent', { watched: false }, 11)).toHaveLength(1);
    const [evidence] = found(
      'ALTER TABLE orders ALTER COLUMN email SET NOT NULL;',
      'set-not-null-scan',
      { locks: [exclusive] },
      11,
    );
    expect(evidence?.join('\n')).toContain('documented: Before PostgreSQL 12 the whole table is scanned');
  });
});
