import { isBackendPath } from '../code/backend-files.ts';
import { isTestPath } from '../code/test-path.ts';
import type { Proof } from '../proof/proof.ts';
import { rules } from '../rules/registry.generated.ts';
import type { SqlParser } from '../sql/parse.ts';
import { emptySchema } from '../sql/schema/empty-schema.ts';
import type { ChangedSource } from './analysis-input.ts';
import { baseSchema } from './base-schema.ts';
import { chooseDialect } from './choose-dialect.ts';
import { dialectOf } from './migration-history.ts';
import { serverVersionsOf } from './project-signs.ts';
import { type HistoryProof, notAsked, proveHistory } from './prove-history.ts';
import { ruleSettings } from './rule-settings-of.ts';
import { noSqlAnalysis, type SqlAnalysis, type SqlContext } from './sql-analysis.ts';
import { queryFile } from './statement-file.ts';
import { confirmedFindings } from './statement-findings.ts';

/** A query at the beginning of a string. */
const query = /["'`]\s*(?:select|insert\s+into|update\s+\S+\s+set|delete\s+from|with)\s/i;

/** Whether a changed file may hold queries that a server sends. */
export function maySendQueries({ file, head }: ChangedSource): boolean {
  if (head?.text == null) return false;
  return isSqlPath(file.path) || (isCode(file.path) && query.test(head.text));
}

function isSqlPath(path: string): boolean {
  return /\.sql$/i.test(path) && !isTestPath(path);
}

/** In whichever language: queries are strings in all of them. */
function isCode(path: string): boolean {
  const place = isBackendPath(path);
  return place.backend && place.kind === 'code';
}

/** Runs the changed queries of a pull request that changes no migration, on what the repository's only history makes. */
export async function proveQueries(context: SqlContext): Promise<HistoryProof> {
  const { base, head, senders, input, signs, dumps } = context;
  const [history, ...others] = base;
  if (senders.length === 0 || history === undefined || others.length > 0 || head.size > 1) return notAsked;
  const [folder, earlier] = history;
  const chosen = chooseDialect(dialectOf(earlier, signs), input.settings);
  if (!('dialect' in chosen) || chosen.dialect !== 'postgres') return notAsked;
  const parser = await context.parserOf(chosen.dialect);
  const { schema, dump } = baseSchema({ folder, earlier, dumps, changed: [] }, parser, input);
  const settings = ruleSettings(input.settings, serverVersionsOf(folder, signs, parser.dialect));
  return await proveHistory(context, { folder, files: [], earlier, dump, schema, parser, settings });
}

/** Code is no SQL: its queries are known to the proof only. */
const noStatements: SqlParser = { dialect: 'postgres', parse: () => [] };

/** What the proof has shown of queries in code, and what was run for them alone. */
export function sentQueries(
  { input, senders, signs }: SqlContext,
  { fact, reasons }: HistoryProof,
  proof: Proof | null,
): SqlAnalysis[] {
  const own = { ...noSqlAnalysis, proofs: fact === null ? [] : [fact], notRun: reasons };
  const places = new Set(proof?.plans.map(({ path }) => path));
  const files = senders.flatMap(({ file, head }) =>
    places.has(file.path) && isCode(file.path) ? [queryFile(file.path, head?.text ?? '', noStatements)] : [],
  );
  if (proof === null || files.length === 0) return [own];
  const run = {
    base: emptySchema({ complete: false }),
    files,
    rules: rules.filter(({ about }) => about === 'proof'),
    history: null,
    proof,
    settings: ruleSettings(input.settings, serverVersionsOf('', signs, 'postgres')),
    onFile: input.onFile,
  };
  const findings = confirmedFindings({
    run,
    parser: noStatements,
    changed: senders.map(({ file }) => file),
    history: [],
    settings: new Map(),
  });
  return [{ ...own, findings }];
}
