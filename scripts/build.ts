import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, globSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { execPath, exit, stdout } from 'node:process';
import { rolldown } from 'rolldown';

const root = join(import.meta.dirname, '..');
const source = join(root, 'src');
const output = join(root, 'dist');

rmSync(output, { recursive: true, force: true });
compile();
copyAssets();
await bundleCommandLine();
const missing = missingFiles();
if (missing.length > 0) fail(`dist lacks files that its code opens:\n${missing.join('\n')}`);
chmodSync(join(output, 'cli.js'), 0o755);

function compile(): void {
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const result = spawnSync(execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });
  if (result.status !== 0) fail('tsc refused the source');
  for (const entry of ['main.js', 'cli.js'])
    if (!existsSync(join(output, entry))) fail(`tsc wrote no ${entry}`);
  if (!readFileSync(join(output, 'cli.js'), 'utf8').startsWith('#!/usr/bin/env node\n'))
    fail('cli.js does not start with #!/usr/bin/env node, so it cannot be a command');
}

/**
 * `check` over a few files takes less time than Node needs to find its 360 modules, a file a rule among them: what it needs
 * becomes a handful of files. The commands that start processes of ours stay apart, since they open files by their own
 * place; so does the comparison of contracts, whose parsers nothing else needs; and so do the classes of errors, which
 * both halves ask for.
 */
async function bundleCommandLine(): Promise<void> {
  const apart = new Set(
    [
      'errors',
      'command-line/review-range',
      'command-line/review-pull-request',
      'command-line/contract',
      'command-line/usage-error',
    ].map((name) => join(output, `${name}.js`)),
  );
  const build = await rolldown({
    input: join(output, 'cli.js'),
    platform: 'node',
    external: (id) =>
      apart.has(id) || /^(?:@ast-grep\/[^/]+|libpg-query|node-sql-parser|pg|pino)(?:\/|$)/.test(id),
  });
  await build.write({ dir: output, format: 'esm', chunkFileNames: 'bundled/[name]-[hash].js' });
  await build.close();
}

/** Whatever the source has beside TypeScript (numbered SQL, pages) is opened by path and goes along. */
function copyAssets(): void {
  const paths = globSync('**/*', { cwd: source, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.ts'))
    .map((entry) => relative(source, join(entry.parentPath, entry.name)))
    .filter((path) => !path.startsWith('sandbox/') && !/(^|\/)fixtures?\//.test(path));
  for (const path of paths) cpSync(join(source, path), join(output, path));
}

/**
 * `new URL('./x', import.meta.url)` is how the source opens its own files. The compiler leaves such paths alone,
 * so one that ends in `.ts` or was not copied would fail only in the published package.
 */
function missingFiles(): string[] {
  return globSync('**/*.js', { cwd: output }).flatMap((path) => {
    const text = readFileSync(join(output, path), 'utf8');
    return [...text.matchAll(/new URL\((['"`])(\.{1,2}\/[^'"`$]*)\1,\s*import\.meta\.url\)/g)]
      .map((match) => match[2] ?? '')
      .filter((target) => !existsSync(resolve(output, dirname(path), target)))
      .map((target) => `  ${path}: ${target}`);
  });
}

function fail(message: string): never {
  stdout.write(`Build failed: ${message}\n`);
  exit(1);
}
