import { execFileSync } from 'node:child_process';
import { argv, stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { createMemoryTree } from '../src/change/memory-tree.ts';
import { mayBeMigration } from '../src/migrations/find-migrations.ts';
import { dialectOf, readHistories, replay } from '../src/review/migration-history.ts';
import { readProjectSigns } from '../src/review/project-signs.ts';
import { migrationFile } from '../src/review/statement-file.ts';
import { fillWords } from '../src/rules/fill.ts';
import { rules } from '../src/rules/registry.generated.ts';
import { defaultRuleSettings } from '../src/rules/rule-settings.ts';
import { runSqlRules } from '../src/rules/run-sql-rules.ts';
import { createParser } from '../src/sql/parse.ts';
import { isProjectFile } from '../src/sql/project-dialect.ts';

// Runs the rules over each migration of a repository as if it were a pull request on top of the ones before it, and prints
// what is found: for looking at by hand.

const { values, positionals } = parseArgs({
  args: argv.slice(2),
  allowPositionals: true,
  options: {
    rule: { type: 'string' },
    samples: { type: 'string', default: '2' },
    folder: { type: 'string', default: '' },
  },
});
const [gitDir = '.git'] = positionals;
const git = (...args: string[]): string =>
  execFileSync('git', ['--git-dir', gitDir, ...args], { maxBuffer: 2 ** 30, encoding: 'utf8' });

/** Of the other files it counts that they are there. */
const isRead = (path: string): boolean =>
  mayBeMigration(path) || isProjectFile(path) || /\.(conf|toml|plan)$/.test(path);

const paths = git('ls-tree', '-r', '--name-only', '-z', 'HEAD').split('\0');
const texts = Object.fromEntries(
  paths
    .filter((path) => path !== '' && (!mayBeMigration(path) || path.includes(values.folder)))
    .map((path) => [path, isRead(path) ? git('show', `HEAD:${path}`) : '']),
);
const onFile = (): void => {};
const tree = createMemoryTree('HEAD', texts);
const histories = await readHistories(tree, { skip: {}, onFile });
const signs = await readProjectSigns(
  tree,
  paths.filter((path) => path.endsWith('.sql')),
  { skip: {}, onFile },
);
const counts = new Map<string, number>();
let statements = 0;
let failed = 0;
for (const [folder, history] of histories) {
  const detected = dialectOf(history, signs);
  if (detected.dialect === 'other') continue;
  const dialect = detected.dialect ?? 'postgres';
  const parser = await createParser(dialect);
  stdout.write(`\n## ${folder}: ${history.length} of ${history[0]?.migration.framework}, ${dialect}\n`);
  for (const [at, read] of history.entries()) {
    const file = migrationFile(read, parser, true);
    statements += file.statements.length;
    failed += file.statements.filter(({ failure }) => failure !== null).length;
    const { matches } = runSqlRules({
      base: replay(history.slice(0, at), parser, onFile),
      files: [file],
      history: { earlier: history.slice(0, at).map(({ migration }) => migration), changed: [] },
      rules,
      settings: defaultRuleSettings,
    });
    for (const { rule, match, severity } of matches) {
      const seen = (counts.get(rule.id) ?? 0) + 1;
      counts.set(rule.id, seen);
      if (values.rule !== undefined && values.rule !== rule.id) continue;
      if (seen > Number(values.samples)) continue;
      const text = read.text.slice(match.range.start, match.range.end).slice(0, 300);
      stdout.write(
        `\n[${rule.id} ${severity}] ${read.migration.path}\n  ${text}\n  ${fillWords(rule, match).what}\n`,
      );
    }
  }
}
stdout.write(`\n${statements} statements, ${failed} not understood\n`);
for (const [id, count] of [...counts].sort((a, b) => b[1] - a[1])) stdout.write(`${count}\t${id}\n`);
