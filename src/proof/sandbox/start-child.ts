import { type ChildProcess, spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { compileOnceFlags } from '../../config/compile-once.ts';

/**
 * Of a child's whole life, in seconds of the processor: the system itself ends it there, whatever has become of its
 * parent. A host takes another one long before.
 */
export const childProcessorSeconds = 300;

/**
 * What the system bounds, where it has the words: no file may grow (nothing is written to a disk), none is left of a crash,
 * few are open; the child dies with its parent, also where it is busy.
 */
const bounded = `
ulimit -c 0; ulimit -f 0; ulimit -n 64; ulimit -t ${childProcessorSeconds}
if setpriv --pdeathsig KILL true 2>/dev/null; then exec setpriv --pdeathsig KILL "$@"; fi
exec "$@"`;

/**
 * Starts a script in a process with an empty environment, which may read its own program and PGlite, and write nothing,
 * start nothing, make no code out of text and load no native one.
 * @param script path of it
 * @param readable paths that it may read; `*` at the end of one stands for everything below
 */
export function startChild(script: string, readable: readonly string[] = ownFiles()): ChildProcess {
  const node = [
    process.execPath,
    '--permission',
    ...readable.map((path) => `--allow-fs-read=${path}`),
    // A linked folder is read by the name that it is looked for under, and nothing above it.
    ...['--preserve-symlinks', '--preserve-symlinks-main'],
    '--disallow-code-generation-from-strings',
    '--disable-sigusr1',
    '--expose-gc',
    '--max-old-space-size=256',
    ...compileOnceFlags,
    script,
  ];
  const [command = '', ...parameters] =
    process.platform === 'win32' ? node : ['/bin/sh', '-c', bounded, 'sh', ...node];
  return spawn(command, parameters, {
    env: {},
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization: 'advanced',
  });
}

/** Program files of ours, and PGlite wherever Node looks for it. */
export function ownFiles(): string[] {
  const source = join(import.meta.dirname, '..', '..');
  return [
    join(source, 'proof', '*'),
    join(source, 'config', '*'),
    ...ancestorsOf(import.meta.dirname).map((folder) => join(folder, 'package.json')),
    ...ancestorsOf(source).map((folder) => join(folder, 'node_modules', '@electric-sql', 'pglite', '*')),
  ];
}

function ancestorsOf(folder: string): string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...ancestorsOf(above)];
}
