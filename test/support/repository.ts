import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export type Content =
  | string
  | Uint8Array
  /** A symbolic link, an executable, a submodule's commit, nothing (removes the file). */
  | { readonly link: string }
  | { readonly executable: string }
  | { readonly submodule: string }
  | null;

export interface TestRepository {
  readonly folder: string;
  git(...args: string[]): string;
  /** Writes or removes these files and commits; gives the commit's id. */
  commit(files: Readonly<Record<string, Content>>): string;
  remove(): void;
}

const environment = {
  LC_ALL: 'C',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'A',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_AUTHOR_DATE: '2026-01-01T00:00:00Z',
  GIT_COMMITTER_NAME: 'A',
  GIT_COMMITTER_EMAIL: 'a@example.com',
  GIT_COMMITTER_DATE: '2026-01-01T00:00:00Z',
};

/** PATH of this process, for handing git's place to what is tested. */
export const searchPath = process.env.PATH ?? '';

/** A real repository in a new temporary folder; the same files give the same commit ids. */
export function createRepository(): TestRepository {
  const folder = mkdtempSync(join(tmpdir(), 'change-'));
  const git = (...args: string[]): string =>
    execFileSync('git', args, {
      cwd: folder,
      env: { PATH: searchPath, ...environment },
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  git('init', '-q', '-b', 'main');
  git('config', 'core.autocrlf', 'false');
  return {
    folder,
    git,
    commit(files) {
      for (const [path, content] of Object.entries(files)) write(path, content);
      git('add', '-A');
      for (const [path, content] of Object.entries(files)) {
        if (content !== null && typeof content === 'object' && 'submodule' in content)
          git('update-index', '--add', '--cacheinfo', `160000,${content.submodule},${path}`);
      }
      git('commit', '-q', '--allow-empty', '-m', 'change');
      return git('rev-parse', 'HEAD').trim();
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };

  function write(path: string, content: Content): void {
    const full = join(folder, path);
    rmSync(full, { recursive: true, force: true });
    if (content === null) return;
    mkdirSync(dirname(full), { recursive: true });
    if (typeof content === 'string' || content instanceof Uint8Array) writeFileSync(full, content);
    else if ('link' in content) symlinkSync(content.link, full);
    else if ('submodule' in content) mkdirSync(full);
    else {
      writeFileSync(full, content.executable);
      chmodSync(full, 0o755);
    }
  }
}
