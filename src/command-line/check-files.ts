import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  findMigrations,
  isMarkedMigration,
  mayBeMigration,
  orderMigrations,
  readMigration,
} from '../migrations/find-migrations.ts';
import type { Migration } from '../migrations/migration.ts';
import { decodeText } from '../text/decode.ts';
import { UsageError } from './usage-error.ts';

export interface TextFile {
  readonly path: string;
  readonly text: string;
}

/** The files to be checked, and all migrations among them and the earlier ones by path, in the order in which they run. */
interface Given {
  readonly files: readonly TextFile[];
  readonly migrations: ReadonlyMap<string, Migration>;
}

/**
 * The files of these paths, those of a folder in the order of their names. A folder's change logs run in the order of the one that names them; what is named by itself keeps its place. Throws UsageError for what cannot be read.
 */
export function readGiven(paths: readonly string[], earlier: readonly TextFile[]): Given {
  const given = paths.map((path) => ({ isFolder: isFolder(path), files: readBelow(path) }));
  const all = new Map([...earlier, ...given.flatMap(({ files }) => files)].map((file) => [file.path, file]));
  const claims = findMigrations([...all.keys()]);
  const ordered = orderMigrations(
    [...all.values()].flatMap(({ path, text }) => readMigration(path, text, claims.get(path)) ?? []),
  );
  const migrations = new Map(ordered.map((migration) => [migration.path, migration]));
  const places = new Map(ordered.map(({ path }, place) => [path, place]));
  const placeOf = ({ path }: TextFile): number => places.get(path) ?? places.size;
  const files = given.flatMap(({ isFolder, files: own }) => {
    if (!isFolder) return own;
    const taken = own.filter(
      ({ path, text }) => mayBeSql(path) || migrations.has(path) || isMarkedMigration(path, text),
    );
    const hasRuns = taken.some(({ path }) => migrations.get(path)?.runs !== undefined);
    return hasRuns ? taken.toSorted((a, b) => placeOf(a) - placeOf(b)) : taken;
  });
  return { files, migrations };
}

/** Whether what no tool takes is SQL: YAML, JSON and XML are not. */
export function mayBeSql(path: string): boolean {
  return /\.sql$/i.test(path) || !mayBeMigration(path);
}

/** The file itself, or those below a folder that are SQL or a tool's, in the order of their names. */
export function readBelow(path: string): TextFile[] {
  if (!isFolder(path)) return [readText(path)];
  const paths = pathsBelow(path).filter(mayBeMigration);
  const claims = findMigrations(paths);
  return paths.filter((each) => mayBeSql(each) || claims.has(each)).map(readText);
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    throw new UsageError(`${path}: no such file or folder`);
  }
}

function pathsBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => below(folder, entry));
}

function below(folder: string, entry: Dirent): string[] {
  const path = join(folder, entry.name);
  if (entry.isDirectory())
    return entry.name === 'node_modules' || entry.name === '.git' ? [] : pathsBelow(path);
  return entry.isFile() ? [path] : [];
}

/** Throws UsageError for what is not there, or no text. */
export function readText(path: string): TextFile {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    throw new UsageError(`${path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
  const decoded = decodeText(bytes);
  if (decoded === null) throw new UsageError(`${path} is not a text file`);
  return { path, text: decoded.text };
}
