import type { Dialect } from './dialect.ts';

/** What a file of the project says of the database of the files below a folder. */
export interface DialectSign {
  /** `''` is the root. */
  readonly folder: string;
  readonly dialect: Dialect | 'other';
  /** True for the settings of what runs the SQL; false for a driver or a container, which may be there for something else. */
  readonly sure: boolean;
  /** The server's version, major and perhaps minor (16, 5.7, 10.11), where it is told. */
  readonly version: number | null;
  /** True for a file that tries a project with several databases: of which one it is for it says nothing. */
  readonly onlyVersion: boolean;
  /** For people. */
  readonly because: string;
}

interface ProjectFile {
  /** Fits a path. */
  readonly path: RegExp;
  readonly sure: boolean;
  /** Its word counts for the version only, and where it names one version of a database. */
  readonly onlyVersion?: true;
  /** Folders of the file that its word reaches beyond. */
  readonly within?: RegExp;
  /** The databases that it names, in its own words, perhaps with a version. */
  read(text: string): Iterable<readonly [word: string, version?: string]>;
}

const all = function* (text: string, pattern: RegExp): Iterable<readonly [string, string?]> {
  for (const match of text.matchAll(pattern))
    if (match[1] !== undefined) yield match[2] === undefined ? [match[1]] : [match[1], match[2]];
};

/** JDBC's and SQLAlchemy's addresses, and those of drivers. H2 and its like are for tests. */
const address = /\b(postgres(?:ql)?|mysql|mariadb|sqlite|sqlserver|mssql|oracle|clickhouse)(?:\+\w+)?:/gi;

/** The name of a container's image, with its version where it has one: `docker.io/library/mysql:8.0.36`. */
const image = String.raw`["']?(?:[\w.-]+\/)*(postgres(?:ql)?|postgis|timescaledb(?:-ha)?|pgvector|cockroach|mysql(?:-server)?|mariadb|mssql\/server)(?::\D{0,2}(\d+(?:\.\d+)?)?)?`;

const projectFiles: readonly ProjectFile[] = [
  {
    path: /(?:^|\/)[^/]+\.prisma$/,
    sure: true,
    within: /(?:^|\/)schema$/,
    read: (text) => all(text, /^\s*datasource\s+\w+\s*\{[^}]*?\bprovider\s*=\s*"(\w+)"/gm),
  },
  {
    path: /(?:^|\/)migration_lock\.toml$/,
    sure: true,
    read: (text) => all(text, /^\s*provider\s*=\s*"(\w+)"/gm),
  },
  {
    path: /(?:^|\/)drizzle\.config\.(?:[cm]?[jt]s|json)$/,
    sure: true,
    read: (text) => all(text, /["']?\b(?:dialect|driver)["']?\s*:\s*["'](\w+)["']/g),
  },
  {
    path: /(?:^|\/)meta\/_journal\.json$/,
    sure: true,
    within: /(?:^|\/)meta$/,
    read: (text) => all(text.slice(0, 500), /"dialect"\s*:\s*"(\w+)"/g),
  },
  {
    path: /(?:^|\/)database\.ya?ml$/,
    sure: true,
    within: /(?:^|\/)config$/,
    // Developers may have another one: what production says wins.
    *read(text) {
      const production = /^production:\s*\n((?:[ \t].*\n?|\s*\n)*)/m.exec(text)?.[1] ?? '';
      const adapter = /^\s*adapter:\s*["']?(\w+)/gm;
      yield* adapter.test(production) ? all(production, /^\s*adapter:\s*["']?(\w+)/gm) : all(text, adapter);
    },
  },
  {
    path: /(?:^|\/)alembic\.ini$/,
    sure: true,
    read: (text) => all(text, new RegExp(String.raw`^\s*sqlalchemy\.url\s*=\s*${address.source}`, 'gim')),
  },
  {
    path: /(?:^|\/)(?:flyway\.(?:conf|toml)|application(?:-\w+)?\.(?:properties|ya?ml))$/,
    sure: true,
    within: /(?:^|\/)(?:conf|config)$/,
    read: (text) => all(text, new RegExp(String.raw`\bjdbc:${address.source}`, 'gi')),
  },
  {
    path: /(?:^|\/)sqitch\.conf$/,
    sure: true,
    read: (text) => all(text, /^\s*engine\s*=\s*(\w+)/gm),
  },
  {
    path: /(?:^|\/)dbconfig\.ya?ml$/,
    sure: true,
    read: (text) => all(text, /^\s*dialect:\s*["']?(\w+)/gm),
  },
  {
    path: /(?:^|\/)sqlc\.(?:ya?ml|json)$/,
    sure: true,
    read: (text) => all(text, /\bengine["']?:\s*["']?(\w+)/g),
  },
  {
    path: /(?:^|\/)atlas\.hcl$/,
    sure: true,
    read: (text) =>
      all(
        text,
        /"(?:docker\+)?(?:docker:\/\/)?(postgres|mysql|mariadb|maria|sqlite|sqlserver)(?:[:/]+(\d+))?\b/g,
      ),
  },
  {
    path: /(?:^|\/)supabase\/config\.toml$/,
    sure: true,
    *read(text) {
      const version = /^\s*major_version\s*=\s*(\d+)/m.exec(text)?.[1];
      yield version === undefined ? ['postgres'] : ['postgres', version];
    },
  },
  {
    path: /(?:^|\/)(?:docker-)?compose[\w.-]*\.ya?ml$/,
    sure: false,
    within: /(?:^|\/)(?:\.?docker|deploy(?:ment)?|infra|dev)$/,
    read: (text) => all(text, new RegExp(String.raw`^\s*(?:-\s*)?image:\s*${image}`, 'gm')),
  },
  {
    path: /(?:^|\/)(?:\.github\/workflows\/[^/]+\.ya?ml|\.gitlab-ci\.yml|\.circleci\/config\.yml|bitbucket-pipelines\.yml)$/,
    sure: false,
    onlyVersion: true,
    within: /(?:^|\/)\.(?:github\/workflows|circleci)$/,
    read: (text) => all(text, new RegExp(String.raw`^\s*(?:-\s+)?(?:-\s+|(?:image|name):\s*)${image}`, 'gm')),
  },
  {
    path: /(?:^|\/)go\.mod$/,
    sure: false,
    read: (text) =>
      all(
        text.replace(/^.*\/\/ indirect.*$/gm, ''),
        /\b(jackc\/pgx|lib\/pq|go-sql-driver\/mysql|modernc\.org\/sqlite|mattn\/go-sqlite3|go-mssqldb)\b/g,
      ),
  },
  {
    path: /(?:^|\/)Cargo\.toml$/,
    sure: false,
    read: (text) =>
      all(
        [...text.matchAll(/^\s*(?:sqlx|diesel|refinery)\b[^\n]*?(?:\{[^}]*\}|$)/gm)].join('\n'),
        /"(?:runtime-[\w-]+)?(postgres|mysql|sqlite|rusqlite|mssql)[\w-]*"/g,
      ),
  },
  {
    path: /(?:^|\/)package\.json$/,
    sure: false,
    read: (text) =>
      all(text, /"(pg|postgres|mysql2?|mariadb|better-sqlite3|sqlite3|mssql|tedious)"\s*:\s*"[^"]*\d/g),
  },
  {
    path: /(?:^|\/)(?:pyproject\.toml|requirements[\w.-]*\.txt)$/,
    sure: false,
    read: (text) =>
      all(text, /^[\s"']*(psycopg|asyncpg|pg8000|mysqlclient|pymysql|aiomysql|aiosqlite|pyodbc)/gim),
  },
];

/** The words of the tools for a database. */
const words: readonly (readonly [RegExp, Dialect | 'other'])[] = [
  [
    /^(?:postgres|pg|postgis|timescale|pgvector|cockroach|psycopg|asyncpg|jackc|lib\/pq|supabase)/i,
    'postgres',
  ],
  [/^(?:mariadb?$)/i, 'mariadb'],
  [/^(?:mysql|trilogy|singlestore|go-sql-driver|pymysql|aiomysql)/i, 'mysql'],
  [/sqlite|^(?:turso|libsql|d1)/i, 'sqlite'],
  [/^(?:sqlserver|mssql|tedious|go-mssqldb|pyodbc)/i, 'mssql'],
  [/^(?:oracle|clickhouse|mongodb|snowflake|vertica|exasol|firebird)/i, 'other'],
];

const anyProjectFile = new RegExp(projectFiles.map(({ path }) => path.source).join('|'));

/** Whether the file may tell the database. */
export function isProjectFile(path: string): boolean {
  return anyProjectFile.test(path);
}

/** The folder that a project file speaks for. */
export function reachOf(path: string): string {
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  const within = projectFiles.find((file) => file.path.test(path))?.within;
  return within === undefined ? folder : folder.replace(within, '');
}

/** What a project file tells, each database once. */
export function readProjectFile(path: string, text: string): readonly DialectSign[] {
  const file = projectFiles.find((each) => each.path.test(path));
  if (file === undefined) return [];
  const signs = new Map<string, DialectSign>();
  const several = new Set<string>();
  for (const [word, version] of file.read(text)) {
    const dialect = words.find(([pattern]) => pattern.test(word))?.[1];
    if (dialect === undefined || (file.onlyVersion === true && version === undefined)) continue;
    const known = signs.get(dialect);
    if (known !== undefined) {
      if (known.version !== Number(version)) several.add(dialect);
      continue;
    }
    signs.set(dialect, {
      folder: reachOf(path),
      dialect,
      sure: file.sure,
      version: version === undefined ? null : Number(version),
      onlyVersion: file.onlyVersion === true,
      // A name may hold anything, and this reaches comments.
      because: `${path.slice(path.lastIndexOf('/') + 1).replace(/[^\w.-]/g, '')} says ${word}`,
    });
  }
  return [...signs.values()].filter(({ dialect, onlyVersion }) => !(onlyVersion && several.has(dialect)));
}

/** The word of the nearest folder above that has one; null where there is none, or where it says two things. */
export function nearestSign(
  folder: string,
  signs: readonly DialectSign[],
  { sure, onlyVersion = false }: { readonly sure: boolean; readonly onlyVersion?: boolean },
): DialectSign | null {
  let nearest: readonly DialectSign[] = [];
  for (const sign of signs) {
    if (sign.sure !== sure || sign.onlyVersion !== onlyVersion) continue;
    if (sign.folder !== '' && sign.folder !== folder && !folder.startsWith(`${sign.folder}/`)) continue;
    const length = nearest[0]?.folder.length ?? -1;
    if (sign.folder.length > length) nearest = [sign];
    else if (sign.folder.length === length) nearest = [...nearest, sign];
  }
  const [first] = nearest;
  if (first === undefined || nearest.some(({ dialect }) => dialect !== first.dialect)) return null;
  return nearest.find(({ version }) => version !== null) ?? first;
}
