import type { Extension, PGlite } from '@electric-sql/pglite';

interface Shipped {
  /** Its module below `contrib/`, where that has another name. */
  readonly module?: string;
  readonly requires?: readonly string[];
  /** Only a superuser may create it, although it gives nobody power over a server's files. */
  readonly superuser?: true;
}

/**
 * What PGlite 0.5.16 ships, but for what reads or writes the files of a server (file_fdw, pageinspect, pg_surgery,
 * pg_walinspect, pg_logicalinspect).
 */
const shipped: Readonly<Record<string, Shipped>> = {
  amcheck: { superuser: true },
  bloom: { superuser: true },
  btree_gin: {},
  btree_gist: {},
  citext: {},
  cube: {},
  dict_int: {},
  dict_xsyn: { superuser: true },
  earthdistance: { requires: ['cube'], superuser: true },
  fuzzystrmatch: {},
  hstore: {},
  intarray: {},
  isn: {},
  lo: {},
  ltree: {},
  moddatetime: { superuser: true },
  pg_buffercache: { superuser: true },
  pg_freespacemap: { superuser: true },
  pg_stat_statements: { superuser: true },
  pg_trgm: {},
  pg_visibility: { superuser: true },
  pgcrypto: {},
  seg: {},
  tablefunc: {},
  tcn: {},
  tsm_system_rows: {},
  tsm_system_time: {},
  unaccent: {},
  'uuid-ossp': { module: 'uuid_ossp' },
};

/** Whether a proof's database can have the extension. `plpgsql` is there from the start. */
export function hasExtension(name: string): boolean {
  return name === 'plpgsql' || Object.hasOwn(shipped, name);
}

/**
 * Names of the extensions that texts create, for the opener of their database. Also those that a DO creates: one that is
 * named too many is only a file that lies there.
 */
export function extensionsOf(statements: readonly { readonly text: string }[]): readonly string[] {
  const created = /\bcreate\s+extension\s+(?:if\s+not\s+exists\s+)?"?([\w-]+)/gi;
  const names = statements.flatMap(({ text }) => [...text.matchAll(created)].map(([, name = '']) => name));
  return [...new Set(names)].sort();
}

/** Those of the list that are shipped, with what they require, in order and each once. */
export function shippedOf(names: readonly string[]): readonly string[] {
  const all = names
    .filter((name) => Object.hasOwn(shipped, name))
    .flatMap((name) => [...(shipped[name]?.requires ?? []), name]);
  return [...new Set(all)].sort();
}

/** The archives of extensions, as PGlite's constructor takes them; names that it does not ship are left out. */
export async function loadExtensions(names: readonly string[]): Promise<Record<string, Extension>> {
  const entries = shippedOf(names).map(async (name) => [name, await loadExtension(name)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

/** Lets the owner of a database create those that PostgreSQL keeps for a superuser. */
export function trustExtensions(pglite: PGlite, names: readonly string[]): void {
  for (const name of shippedOf(names).filter((each) => shipped[each]?.superuser)) {
    const path = `/pglite/share/postgresql/extension/${name}.control`;
    const control = pglite.Module.FS.readFile(path, { encoding: 'utf8' });
    pglite.Module.FS.writeFile(path, `${control}\ntrusted = true\n`);
  }
}

async function loadExtension(name: string): Promise<Extension> {
  const module = shipped[name]?.module ?? name;
  const exported: Readonly<Record<string, Extension>> = await import(
    `@electric-sql/pglite/contrib/${module}`
  );
  const extension = exported[module];
  if (extension === undefined) throw new Error(`PGlite has no extension ${name}`);
  return {
    name,
    // Without its libraries to be loaded at the start, for which PGlite would replace the whole configuration.
    setup: async (...parameters) => {
      const { bundlePath } = await extension.setup(...parameters);
      return bundlePath === undefined ? {} : { bundlePath };
    },
  };
}
