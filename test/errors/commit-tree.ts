import { execFileSync } from 'node:child_process';
import type { Content } from '../support/repository.ts';
import { git } from '../support/shop.ts';

const branch = 'refs/heads/made-by-import';

/**
 * Commits files on top of a commit without a work tree, so that any path and any bytes will do; gives the commit's id.
 * null removes a file.
 */
export function commitTree(folder: string, parent: string, files: Readonly<Record<string, Content>>): string {
  const parts: (string | Uint8Array)[] = [
    `commit ${branch}\ncommitter Sam <sam@example.com> 1767776400 +0000\ndata 5\nGo on\nfrom ${parent}\n`,
    ...Object.entries(files).flatMap(([path, content]) => change(quoted(path), content)),
    'done\n',
  ];
  execFileSync('git', ['fast-import', '--quiet', '--force', '--done'], {
    cwd: folder,
    input: Buffer.concat(parts.map((part) => Buffer.from(part as string))),
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  return git(folder, ['rev-parse', branch]).trim();
}

function change(path: string, content: Content): (string | Uint8Array)[] {
  if (content === null) return [`D ${path}\n`];
  if (typeof content === 'string' || content instanceof Uint8Array) return inline('100644', path, content);
  if ('link' in content) return inline('120000', path, content.link);
  if ('executable' in content) return inline('100755', path, content.executable);
  return [`M 160000 ${content.submodule} ${path}\n`];
}

function inline(mode: string, path: string, content: string | Uint8Array): (string | Uint8Array)[] {
  return [`M ${mode} inline ${path}\ndata ${Buffer.byteLength(content)}\n`, content, '\n'];
}

/** As git's C-style quoting: every byte that is not plain in octal. */
function quoted(path: string): string {
  const bytes = [...Buffer.from(path)].map((byte) =>
    byte > 32 && byte < 127 && byte !== 34 && byte !== 92
      ? String.fromCharCode(byte)
      : `\\${byte.toString(8).padStart(3, '0')}`,
  );
  return `"${bytes.join('')}"`;
}
