import { execFileSync } from 'node:child_process';
import { stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { createGit } from '../src/change/git.ts';
import { openLocal } from '../src/change/local.ts';
import { processSettings } from '../src/config/process.ts';
import { defaultRepositorySettings } from '../src/config/repository-settings.ts';
import { GitError } from '../src/errors.ts';
import type { Finding } from '../src/report/finding.ts';
import { analyze } from '../src/review/analyze.ts';
import { createRepositoryCache } from '../src/review/repository-cache.ts';
import { rules } from '../src/rules/registry.generated.ts';
import { isSqlRule } from '../src/rules/rule.ts';

// Reviews each of the last commits of repositories as if it were a pull request, without running SQL, and prints what is
// found: for reading by hand (docs/precision.md, docs/precision/api-rules.md).

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    commits: { type: 'string', default: '50' },
    /** Only commits that touch these. */
    path: { type: 'string', multiple: true, default: [] },
    /** Only findings of this rule; without it all but those about SQL. */
    rule: { type: 'string' },
    /** Every commit with its changes of endpoints and contracts, not only those with findings. */
    facts: { type: 'boolean', default: false },
  },
});
const aboutSql = new Set(rules.filter(isSqlRule).map(({ id }) => id));
const git = createGit({ path: processSettings().searchPath });

for (const repository of positionals) {
  const list = execFileSync(
    'git',
    [
      '-C',
      repository,
      'log',
      '--no-merges',
      '--first-parent',
      '--format=%H',
      `-${values.commits}`,
      '--',
      ...values.path,
    ],
    { encoding: 'utf8' },
  );
  const cache = createRepositoryCache();
  const counts = new Map<string, number>();
  for (const commit of list.split('\n').filter((line) => line !== '')) await reviewCommit(commit);
  stdout.write(`\n## ${repository}\n`);
  for (const [rule, count] of [...counts].sort((a, b) => b[1] - a[1])) stdout.write(`${count}\t${rule}\n`);

  async function reviewCommit(commit: string): Promise<void> {
    const range = `${commit}~1..${commit}`;
    const local = await openLocal({ git, repository, range }).catch(lacking);
    if (local === null) return;
    try {
      const { findings, facts } = await analyze({
        change: local.change,
        base: local.base,
        head: local.head,
        settings: defaultRepositorySettings,
        prove: null,
        skip: {},
        onFile: () => {},
        ...cache,
      });
      const own = findings.filter(({ rule }) =>
        values.rule === undefined ? !aboutSql.has(rule) : rule === values.rule,
      );
      if (values.facts || own.length > 0) stdout.write(`\n== ${commit.slice(0, 10)}\n`);
      if (values.facts) {
        for (const change of facts.endpoints) {
          const { method, path } = 'head' in change ? change.head : change.base;
          stdout.write(`  ${change.kind} ${method} ${path}\n`);
        }
        for (const { level, id, operation, subject } of facts.contracts)
          stdout.write(`  ${level} ${id} ${operation} ${subject}\n`);
      }
      for (const finding of own) {
        counts.set(finding.rule, (counts.get(finding.rule) ?? 0) + 1);
        stdout.write(`${shown(finding)}\n`);
      }
    } finally {
      await local.close();
    }
  }
}

/** A snapshot lacks its largest files, and a first commit its parent: such commits are left out. */
function lacking(error: unknown): null {
  if (error instanceof GitError) return null;
  throw error;
}

function shown({ severity, rule, path, startLine, side, what, evidence }: Finding): string {
  const proof = evidence.map(({ kind, text }) => `${kind}: ${text}`).join(' | ');
  return `${severity} ${rule} ${path}:${startLine} (${side})\n    ${what}\n    ${proof}`;
}
