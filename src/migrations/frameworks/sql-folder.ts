import { baseName, folderOf, inFolder } from '../file-name.ts';
import type { MigrationFramework, MigrationSection } from '../migration.ts';
import { laterVersion } from '../numbering.ts';
import { sectionsByLine, wholeFile } from '../sections.ts';

/** `0042_name`, `V3-name`, `2024-01-31-120000_name`, `7`: the number, then the name. */
const numbered = /^v?(\d+(?:[-_.]\d+)*)(?:[-_. ]+(.*))?$/i;
const directionWord = /(?:^|[-_.])(up|do|down|undo|rollback|revert)$/i;
const pairOfFiles = /^(?:up|down|migration)\.sql$/i;

/** Folders that hold migrations by their name, and folders that may where their files are numbered. */
const migrationFolder = /^(?:.*[-_.])?(?:migrat(?:e|ions?)|evolutions|drizzle)(?:[-_.\d].*)?$/i;
const possibleFolder =
  /^(?:db|database|databases|schemas?|sql|ddl|changes|changesets?|changelogs?|updates?|upgrades?|patch(?:es)?|deltas?|versions|postgres(?:ql)?|pg)$/i;
const neverFolder =
  /^(?:tests?|__tests__|specs?|fixtures?|testdata|test-data|seeds?|seeders?|quer(?:y|ies)|node_modules|vendor|docs?)$/i;
const neverFile = /^(?:schema|structure|dump|seeds?)\.sql$/i;

/** `-- up`, `-- +migrate Down`, `-- Down Migration`, `-- @UP`, `# --- !Ups`. */
const directionLine =
  /^(?:--|#)[^\S\n]*[-+!@=]*[^\S\n]*(?:[+!@](?:migrate|micrate)[^\S\n]+|!)?(ups?|downs?)(?:[^\S\n]+(?:migration|notransaction))?[^\S\n]*:?[^\S\n]*[-=]*[^\S\n]*$/i;

const sqlFolder: MigrationFramework = {
  id: 'sql-folder',
  title: 'folder of SQL files',
  sources: ['https://github.com/golang-migrate/migrate/blob/master/MIGRATIONS.md'],
  specificity: 0,
  marker: null,
  signs: [],
  claim(paths) {
    const folders = new Map<string, string[]>();
    for (const path of paths) {
      const folder = folderOf(path);
      const files = folders.get(folder);
      if (files === undefined) folders.set(folder, [path]);
      else files.push(path);
    }
    return [...folders].flatMap(([folder, files]) => claimFolder(folder, files));
  },
  settingsOf: () => [],
  read(path, text) {
    const place = placeOf(path);
    const [, version = '', rest = ''] = numbered.exec(place.stem) ?? [];
    const name = version === '' ? place.stem : rest;
    return {
      framework: 'sql-folder',
      path,
      folder: place.folder,
      version,
      name: name.replace(/^(?:up|do|down|undo)[-_.]/i, '').replace(directionWord, ''),
      sections: sectionsOf(text, place.direction),
      transaction: { mode: 'unknown', because: 'the tool that runs this folder is not known' },
      repeatable: false,
      batches: [],
    };
  },
  followUp(migration, offset, name, sql) {
    const next = laterVersion(migration.version, offset);
    const own = placeOf(migration.path);
    const separator = /\d([-_. ]+)\D/.exec(own.stem)?.[1] ?? '_';
    const stem = `${/^v/i.test(own.stem) ? own.stem.charAt(0) : ''}${next}${separator}${name}`;
    const file = own.inOwnFolder
      ? `${stem}/${baseName(migration.path)}`
      : `${stem}${own.direction === null ? '' : '.up'}.sql`;
    return { path: inFolder(own.folder, file), text: `${sql}\n` };
  },
  withoutTransaction: null,
  leaveTransaction: () => null,
  examples: [
    {
      path: 'migrations/0042_add_email.sql',
      text: 'ALTER TABLE users ADD COLUMN email text;\n',
      expect: {
        version: '0042',
        name: 'add_email',
        mode: 'unknown',
        up: 'ALTER TABLE users ADD COLUMN email text;',
      },
    },
    {
      path: 'db/migrate/20240131_email.sql',
      text: '-- up\nALTER TABLE users ADD COLUMN email text;\n-- down\nALTER TABLE users DROP COLUMN email;\n',
      expect: {
        version: '20240131',
        name: 'email',
        mode: 'unknown',
        up: 'ALTER TABLE users ADD COLUMN email text;',
      },
    },
    {
      path: 'server/migrations/7-email.up.sql',
      text: 'SELECT 1;',
      siblings: ['Cargo.toml', 'server/migrations/7-email.down.sql'],
      expect: { version: '7', name: 'email', mode: 'unknown', up: 'SELECT 1;' },
    },
    {
      path: 'migrations/2024-01-31-120000_email/up.sql',
      text: 'SELECT 1;',
      siblings: ['migrations/2024-01-31-120000_email/down.sql'],
      expect: { version: '2024-01-31-120000', name: 'email', mode: 'unknown', up: 'SELECT 1;' },
    },
    {
      path: 'sql/schema/002_email.sql',
      text: 'SELECT 1;',
      siblings: ['sql/schema/001_users.sql'],
      expect: { version: '002', name: 'email', mode: 'unknown', up: 'SELECT 1;' },
    },
    {
      path: 'migrations/003_email.down.sql',
      text: 'SELECT 1;',
      siblings: ['Cargo.toml'],
      expect: { version: '003', name: 'email', mode: 'unknown', up: '' },
    },
  ],
};

/** Which files of one folder are migrations: all numbered ones where the name says so, otherwise only a clear series. */
function claimFolder(folder: string, files: readonly string[]): readonly string[] {
  const segments = folder.split('/');
  if (segments.some((segment) => neverFolder.test(segment))) return [];
  const named = segments.some((segment) => migrationFolder.test(segment));
  if (
    named &&
    numbered.test(segments.at(-1) ?? '') &&
    files.some((path) => pairOfFiles.test(baseName(path)))
  ) {
    return files.filter((path) => pairOfFiles.test(baseName(path)));
  }
  const inOrder = files.filter((path) => numbered.test(stemOf(path)));
  if (named) {
    // A file without a number is a migration only right in the folder that is named for them.
    const direct = migrationFolder.test(segments.at(-1) ?? '');
    return direct ? files.filter((path) => !neverFile.test(baseName(path))) : inOrder;
  }
  if (!segments.some((segment) => possibleFolder.test(segment))) return [];
  const wide = inOrder.filter((path) => /^v?\d{3,}/i.test(baseName(path)));
  const versions = new Set(wide.map((path) => numbered.exec(stemOf(path))?.[1]));
  return versions.size >= 2 && wide.length * 2 >= files.length ? wide : [];
}

function stemOf(path: string): string {
  return baseName(path).replace(/\.sql$/i, '');
}

/** Where a file stands: in its history's folder, or in a folder of its own there; and what its name says of direction. */
function placeOf(path: string): {
  folder: string;
  stem: string;
  direction: 'up' | 'down' | null;
  inOwnFolder: boolean;
} {
  const folder = folderOf(path);
  const inOwnFolder = pairOfFiles.test(baseName(path)) && numbered.test(baseName(folder));
  const word = (directionWord.exec(stemOf(path)) ??
    /^\d+\.(do|undo)\./i.exec(baseName(path)))?.[1]?.toLowerCase();
  const direction = word === undefined ? null : word === 'up' || word === 'do' ? 'up' : 'down';
  return inOwnFolder
    ? { folder: folderOf(folder), stem: baseName(folder), direction, inOwnFolder }
    : { folder, stem: stemOf(path), direction, inOwnFolder };
}

function sectionsOf(text: string, direction: 'up' | 'down' | null): readonly MigrationSection[] {
  if (direction !== null) return wholeFile(text, direction);
  const sections = sectionsByLine(text, directionLine, (word) => (/^up/i.test(word) ? 'up' : 'down'));
  const first = sections[0];
  if (first === undefined) return wholeFile(text, 'up');
  if (first.direction === 'up') return sections;
  // Only the way back is marked: what stands before it is the way up.
  const before = text.slice(0, first.range.start).trimEnd().lastIndexOf('\n') + 1;
  return [{ direction: 'up', range: { start: 0, end: before } }, ...sections];
}

export default sqlFolder;
