import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { createMemoryTree } from '../src/change/memory-tree.ts';
import { compileWasmOnce } from '../src/config/compile-once.ts';
import { defaultRepositorySettings } from '../src/config/repository-settings.ts';
import { prove } from '../src/proof/prove.ts';
import { createProofHost, defaultProofLimits } from '../src/proof/sandbox/host.ts';
import { keepInFolder } from '../src/proof/sandbox/image-folder.ts';
import { analyze } from '../src/review/analyze.ts';
import { createRepositoryCache } from '../src/review/repository-cache.ts';
import { changedFiles, historiesOf, readRepository } from './repository-texts.ts';

// Runs each of the last migrations of repositories as if it were a pull request on top of the ones before it, the rest of
// the code as it is at the head, and prints what running has shown: for looking at by hand (docs/precision.md).

compileWasmOnce();
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** Only histories whose folder contains this. */
    folder: { type: 'string', default: '' },
    /** So many of the last migrations of each history. */
    last: { type: 'string', default: '20' },
  },
});
const host = createProofHost({
  limits: defaultProofLimits,
  images: keepInFolder(
    join(tmpdir(), 'backend-engineer-images'),
    { bytes: 2 ** 30, ageMs: 2 ** 31 },
    { now: Date.now },
  ),
});
for (const repository of positionals) {
  const texts = await readRepository(repository);
  for (const { folder, migrations: history } of await historiesOf(texts)) {
    if (!folder.includes(values.folder)) continue;
    stdout.write(`\n## ${repository} ${folder}: ${history.length}\n`);
    for (let at = Math.max(1, history.length - Number(values.last)); at < history.length; at++) {
      const path = history[at]?.path ?? '';
      const version = history[at]?.version ?? '';
      // The other half of a pair was there already.
      if (history.slice(0, at).some((earlier) => earlier.version === version)) continue;
      const later = history.slice(at).map((each) => each.path);
      const own = history
        .slice(at)
        .filter((each) => each.version === version)
        .map((each) => each.path);
      const base = Object.fromEntries(Object.entries(texts).filter(([each]) => !later.includes(each)));
      const head = { ...base, ...Object.fromEntries(own.map((each) => [each, texts[each] ?? ''])) };
      const started = performance.now();
      const { findings, facts } = await analyze({
        change: { base: 'base', head: 'head', files: changedFiles(base, head) },
        base: createMemoryTree('base', base),
        head: createMemoryTree('head', head),
        settings: defaultRepositorySettings,
        skip: {},
        ...createRepositoryCache(),
        prove: (request) => prove(request, host),
        onFile() {},
      });
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      stdout.write(`\n# ${path} (${seconds} s)\n`);
      let ran = 0;
      for (const { proof } of facts.proofs) {
        const { base: replayed, notices, migrations } = proof;
        stdout.write(
          `  base ${replayed.statements}, failed ${replayed.failed} ${replayed.firstFailure ?? ''} ${notices.join(' ')}\n`,
        );
        for (const { statements } of migrations)
          for (const { outcome, reason, error } of statements)
            if (outcome === 'ran') ran++;
            else stdout.write(`  ${outcome}: ${reason ?? error?.message}\n`);
      }
      for (const reason of facts.notRun) stdout.write(`  not run: ${reason}\n`);
      stdout.write(`  ran: ${ran}\n`);
      for (const { rule, severity, path: file, startLine, evidence, what, why, fix } of findings) {
        const shown = evidence.filter(({ kind }) => kind === 'executed');
        if (shown.length === 0) continue;
        const line = head[file]?.split('\n')[startLine - 1]?.trim().slice(0, 200);
        stdout.write(`  [${rule} ${severity}] ${file}:${startLine}: ${line}\n      ${what} ${why} ${fix}\n`);
        for (const { text, path: place, line } of shown)
          stdout.write(`      ${text} ${place ?? ''}:${line ?? ''}\n`);
      }
    }
  }
}
host.close();
