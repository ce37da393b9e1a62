import type { Dialect } from '../sql/dialect.ts';
import { baseName, folderOf } from './file-name.ts';
import type { PrismaSchema } from './prisma-schema/read-schema.ts';

/** What tells a whole schema as it is once all migrations have run. */
export type Dump = {
  readonly path: string;
  /** The migrations at or below it are those that make the schema. */
  readonly folder: string;
  readonly text: string;
} & (
  | /** A file of SQL that a tool wrote. */ { readonly form: 'sql' }
  | { readonly form: 'prisma'; readonly schema: PrismaSchema; readonly dialects: readonly Dialect[] }
);

/** `db/structure.sql` of Rails, `db/schema.sql` of dbmate, `animals_structure.sql` of a second database. */
const dumpName = /^(?:\w+_)?(?:structure|schema|dump)\.sql$/i;
const notOurs =
  /(?:^|\/)(?:tests?|__tests__|specs?|fixtures?|testdata|examples?|node_modules|vendor|docs?)\//i;

/** pg_dump, mysqldump, and the tools' own list of migrations that are in it. People write files of these names, too. */
const dumpLine =
  /^-- (?:PostgreSQL database dump|Dumped (?:from|by) |MySQL dump |MariaDB dump |Dbmate schema migrations)|^SET statement_timeout = 0;|\bschema_migrations\b|\bar_internal_metadata\b/m;

/** Whether a file may be a dump, by its path. */
export function mayBeDump(path: string): boolean {
  return dumpName.test(baseName(path)) && !notOurs.test(path);
}

/** Whether a file may be a Prisma schema or a part of one, by its path. */
export function mayBePrismaSchema(path: string): boolean {
  return path.endsWith('.prisma') && !notOurs.test(path);
}

/** A file as a dump, null where it is none. */
export function readDump(path: string, text: string): Dump | null {
  return dumpLine.test(text) ? { form: 'sql', path, folder: folderOf(path), text } : null;
}

/** The dump for the migrations of a folder: the nearest one above them. null where two are equally near. */
export function dumpFor(folder: string, dumps: readonly Dump[]): Dump | null {
  let nearest: readonly Dump[] = [];
  for (const dump of dumps) {
    const own = dump.folder;
    if (own !== '' && own !== folder && !folder.startsWith(`${own}/`)) continue;
    const length = nearest[0]?.folder.length ?? -1;
    if (own.length > length) nearest = [dump];
    else if (own.length === length) nearest = [...nearest, dump];
  }
  return nearest.length === 1 ? (nearest[0] ?? null) : null;
}
