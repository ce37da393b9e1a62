import { execFileSync } from 'node:child_process';
import { stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { openObjectReader } from '../src/change/cat-file.ts';
import { createGit } from '../src/change/git.ts';
import { openGitTree } from '../src/change/git-tree.ts';
import { readChange } from '../src/change/read-change.ts';
import { processSettings } from '../src/config/process.ts';
import { settingsOfFile } from '../src/config/repository-settings.ts';
import { GitError } from '../src/errors.ts';
import { readChangedSources } from '../src/review/analysis-input.ts';
import { analyzeApi } from '../src/review/analyze-api.ts';
import { analyzeCode } from '../src/review/analyze-code.ts';
import { apiFindings } from '../src/review/api-findings.ts';
import { codeFindings } from '../src/review/code-findings.ts';
import { createRepositoryCache } from '../src/review/repository-cache.ts';
import { rules } from '../src/rules/registry.generated.ts';
import { defaultRuleSettings } from '../src/rules/rule-settings.ts';

// Reviews each of the last commits of repositories as if it were a pull request, and prints what the rules about code and
// endpoints find: for looking at by hand (docs/precision/api-rules.md).

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** How many commits that touch code, newest first. */
    commits: { type: 'string', default: '100' },
    /** Only paths that Git matches with this. */
    path: { type: 'string', default: '.' },
    /** Only the rules about code: endpoints are read from all files of a repository. */
    code: { type: 'boolean', default: false },
  },
});

const chosen = rules.filter(({ about }) => about === 'code' || about === 'endpoint');
const git = createGit({ path: processSettings().searchPath });
const { settings } = settingsOfFile(undefined, null);
for (const repository of positionals) {
  const cache = createRepositoryCache();
  const counts = new Map<string, number>();
  const started = performance.now();
  const commits = lastCommits(repository);
  const objects = openObjectReader({ git, repository });
  for (const commit of commits) {
    const [head, base] = commit.split(' ');
    if (head === undefined || base === undefined) continue;
    const change = await readChange({ git, repository, base, head }).catch(lacking);
    if (change === null) continue;
    const tree = (of: string) => openGitTree({ git, repository, commit: of, objects });
    const input = {
      change,
      base: tree(base),
      head: tree(head),
      settings,
      ...cache,
      prove: null,
      skip: {},
      onFile: () => {},
    };
    const { sources } = await readChangedSources(input);
    const api = values.code ? null : await analyzeApi(input, sources);
    const { found } = analyzeCode(chosen, input, sources, api?.headEndpoints ?? []);
    const findings = [
      ...(api === null ? [] : apiFindings(chosen, api, defaultRuleSettings)),
      ...codeFindings(chosen, found, defaultRuleSettings),
    ];
    for (const { rule, severity, path, startLine, what, evidence } of findings) {
      counts.set(rule, (counts.get(rule) ?? 0) + 1);
      stdout.write(
        `\n[${rule} ${severity}] ${head.slice(0, 10)} ${path}:${startLine}\n  ${evidence[0]?.text ?? ''}\n  ${what}\n`,
      );
    }
  }
  objects.close();
  const seconds = (performance.now() - started) / 1000;
  stdout.write(`\n## ${repository}: ${commits.length} commits, ${seconds.toFixed(0)} s\n`);
  for (const [id, count] of [...counts].sort((a, b) => b[1] - a[1])) stdout.write(`${count}\t${id}\n`);
}

/** A snapshot lacks its largest files: commits that touch them are left out. */
function lacking(error: unknown): null {
  if (error instanceof GitError) return null;
  throw error;
}

function lastCommits(repository: string): string[] {
  const args = [
    '-C',
    repository,
    'log',
    '--no-merges',
    '--format=%H %P',
    '-n',
    values.commits,
    'HEAD',
    '--',
    values.path,
  ];
  return execFileSync('git', args, { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line !== '');
}
