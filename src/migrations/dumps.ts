import { baseName, folderOf } from './file-name.ts';

/** A file that a tool wrote of a whole schema: what is there once all migrations have run. */
export interface Dump {
  readonly path: string;
  readonly text: string;
}

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

/** Whether a text is a dump. */
export function isDump(text: string): boolean {
  return dumpLine.test(text);
}

/** The dump for the migrations of a folder: the nearest one above them. null where two are equally near. */
export function dumpFor(folder: string, dumps: readonly Dump[]): Dump | null {
  let nearest: readonly Dump[] = [];
  for (const dump of dumps) {
    const own = folderOf(dump.path);
    if (own !== '' && own !== folder && !folder.startsWith(`${own}/`)) continue;
    const length = nearest[0] === undefined ? -1 : folderOf(nearest[0].path).length;
    if (own.length > length) nearest = [dump];
    else if (own.length === length) nearest = [...nearest, dump];
  }
  return nearest.length === 1 ? (nearest[0] ?? null) : null;
}
