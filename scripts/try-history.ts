import { stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { openObjectReader } from '../src/change/cat-file.ts';
import { createGit } from '../src/change/git.ts';
import { openGitTree } from '../src/change/git-tree.ts';
import { processSettings } from '../src/config/process.ts';
import { createHistoryCache } from '../src/review/history-cache.ts';
import { dialectOf, readHistories, replay } from '../src/review/migration-history.ts';
import type { Histories } from '../src/review/migration-text.ts';
import { readProjectSigns } from '../src/review/project-signs.ts';
import { migrationFile } from '../src/review/statement-file.ts';
import { fillWords } from '../src/rules/fill.ts';
import { rules } from '../src/rules/registry.generated.ts';
import { defaultRuleSettings } from '../src/rules/rule-settings.ts';
import { runSqlRules } from '../src/rules/run-sql-rules.ts';
import { createParser } from '../src/sql/parse.ts';
import type { DialectSign } from '../src/sql/project-dialect.ts';
import { emptySchema } from '../src/sql/schema/empty-schema.ts';
import { applyStatements } from '../src/sql/schema/replay.ts';

// Runs the rules over each migration of repositories as if it were a pull request on top of the ones before it, and prints
// what is found: for looking at by hand (docs/precision.md).

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** Only findings of this rule. */
    rule: { type: 'string' },
    /** How many of each rule and repository are shown. */
    samples: { type: 'string', default: '2' },
    /** Only histories whose folder contains this. */
    folder: { type: 'string', default: '' },
    /** Of all findings of all repositories so many, every rule in its turn, instead of `samples`. */
    sample: { type: 'string' },
  },
});

interface Shown {
  readonly rule: string;
  readonly text: string;
}

const onFile = (): void => {};
const git = createGit({ path: processSettings().searchPath });
const all: Shown[] = [];
for (const repository of positionals.length === 0 ? ['.git'] : positionals) {
  const counts = new Map<string, number>();
  let [migrations, statements, failed, seconds] = [0, 0, 0, performance.now()];
  const { histories, signs } = await historiesOf(repository);
  for (const [folder, history] of histories) {
    if (!folder.includes(values.folder)) continue;
    const detected = dialectOf(history, signs);
    if (detected.dialect === 'other') {
      stdout.write(`\n## ${folder}: ${history.length} left out, ${detected.because}\n`);
      continue;
    }
    const parser = await createParser(detected.dialect ?? 'postgres');
    const tool = history[0]?.migration.framework;
    stdout.write(`\n## ${folder}: ${history.length} of ${tool}, ${parser.dialect}\n`);
    let base = replay([], parser, onFile);
    for (const [at, read] of history.entries()) {
      const file = migrationFile(read, parser, true);
      migrations++;
      statements += file.statements.length;
      failed += file.statements.filter(({ failure }) => failure !== null).length;
      const { matches } = runSqlRules({
        base,
        files: [file],
        history: { earlier: history.slice(0, at).map(({ migration }) => migration), changed: [] },
        rules,
        settings: defaultRuleSettings,
      });
      // What came before the first migration is not known; after it, the history is all there is.
      base = applyStatements(at === 0 ? emptySchema({ complete: !read.unread }) : base, file.statements);
      for (const { rule, match, severity } of matches) {
        const seen = (counts.get(rule.id) ?? 0) + 1;
        counts.set(rule.id, seen);
        if (values.rule !== undefined && values.rule !== rule.id) continue;
        const quoted = read.text.slice(match.range.start, match.range.end).slice(0, 300);
        const text = `\n[${rule.id} ${severity}] ${read.migration.path}\n  ${quoted}\n  ${fillWords(rule, match).what}\n`;
        all.push({ rule: rule.id, text });
        if (values.sample === undefined && seen <= Number(values.samples)) stdout.write(text);
      }
    }
  }
  seconds = (performance.now() - seconds) / 1000;
  stdout.write(
    `\n${repository}: ${migrations} migrations, ${statements} statements, ${failed} not understood, ${seconds.toFixed(1)} s\n`,
  );
  for (const [id, count] of [...counts].sort((a, b) => b[1] - a[1])) stdout.write(`${count}\t${id}\n`);
}
if (values.sample !== undefined)
  for (const { text } of sampleOf(all, Number(values.sample))) stdout.write(text);

async function historiesOf(
  repository: string,
): Promise<{ histories: Histories; signs: readonly DialectSign[] }> {
  const objects = openObjectReader({ git, repository });
  try {
    const commit = (await objects.info(['HEAD'])).get('HEAD')?.object ?? 'HEAD';
    const tree = openGitTree({ git, repository, commit, objects });
    const histories = await readHistories(tree, { skip: {}, onFile }, createHistoryCache());
    const paths = [...histories.values()].flatMap((history) =>
      history.map(({ migration }) => migration.path),
    );
    return { histories, signs: await readProjectSigns(tree, paths, { skip: {}, onFile }) };
  } finally {
    objects.close();
  }
}

/** Each rule in its turn, and of each rule findings that stand far apart: every third where there are three times as many. */
function sampleOf(found: readonly Shown[], size: number): Shown[] {
  const groups = [...Map.groupBy(found, ({ rule }) => rule).values()];
  const quotas = groups.map(() => 0);
  for (let left = Math.min(size, found.length); left > 0; )
    for (const [at, group] of groups.entries())
      if (left > 0 && (quotas[at] ?? 0) < group.length) {
        quotas[at] = (quotas[at] ?? 0) + 1;
        left--;
      }
  return groups.flatMap((group, at) => {
    const quota = quotas[at] ?? 0;
    return Array.from(
      { length: quota },
      (_, one) => group[Math.floor((one * group.length) / quota)] ?? [],
    ).flat();
  });
}
