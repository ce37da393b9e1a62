import { folderOf } from './file-name.ts';

/** A migration whose two ways are `up.sql` and `down.sql` in a folder of its own. */
export interface PairFile {
  /** The folder of the history. */
  readonly folder: string;
  readonly version: string;
  readonly name: string;
  readonly direction: 'up' | 'down';
}

/** `20240131120000_name/up.sql`; `version` is the form of the number. null for any other path. */
export function pairFile(path: string, version: RegExp): PairFile | null {
  if (!/\/(?:up|down)\.sql$/.test(path)) return null;
  const [, number, name, direction] =
    new RegExp(String.raw`(?:^|/)(${version.source})(?:_([^/]*))?/(up|down)\.sql$`).exec(path) ?? [];
  if (number === undefined) return null;
  return {
    folder: folderOf(folderOf(path)),
    version: number,
    name: name ?? '',
    direction: direction === 'down' ? 'down' : 'up',
  };
}

/** The files named so in all folders above a path, nearest first. */
export function filesAbove(path: string, name: string): readonly string[] {
  const files: string[] = [];
  for (let folder = path; folder !== ''; ) {
    folder = folderOf(folder);
    files.push(folder === '' ? name : `${folder}/${name}`);
  }
  return files;
}
