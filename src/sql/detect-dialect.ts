import type { Dialect } from './dialect.ts';
import { type DialectSign, nearestSign } from './project-dialect.ts';

/** What SQL a set of files is written in. `other` is a database that this project does not read. */
export interface DetectedDialect {
  /** null where nothing tells. */
  readonly dialect: Dialect | 'other' | null;
  /** What told it, for people. */
  readonly because: string;
}

/** Folder and file names that name a database. */
const pathWords: readonly (readonly [RegExp, Dialect | 'other'])[] = [
  [/^(\w*postgres|\w*postgresql|pg|psql|pgsql|timescale(db)?|cockroach(db)?|supabase)$/i, 'postgres'],
  [/^\w*mysql\d*$/i, 'mysql'],
  [/^\w*mariadb$/i, 'mariadb'],
  [/^\w*sqlite3?$|^d1$/i, 'sqlite'],
  [/^(mssql|sqlserver|sql_server)$/i, 'mssql'],
  [
    /^(oracle|clickhouse|h2|db2|hsqldb|snowflake|bigquery|redshift|cassandra|scylla|spanner|vertica|trino|hive|duckdb)$/i,
    'other',
  ],
];

/** Words that only one family of databases has. Each is looked for once in a text without comments and strings. */
const signsOfSyntax: readonly (readonly [RegExp, Dialect | 'other'])[] = [
  [/\$\$|\$[a-z_]\w*\$/i, 'postgres'],
  [/::\s*[a-z]/i, 'postgres'],
  [/\b(jsonb|timestamptz|bigserial|bytea|tsvector|plpgsql|smallserial)\b/i, 'postgres'],
  [/\bserial\b(?!\s*=)/i, 'postgres'],
  [/\bcreate\s+(extension|type|policy|materialized\s+view|domain)\b/i, 'postgres'],
  [
    /\bconcurrently\b|\busing\s+(gin|gist|brin)\b|\bgen_random_uuid\b|\buuid_generate_v4\b|\bowner\s+to\b|\bset\s+search_path\b/i,
    'postgres',
  ],
  [
    /\bwith(out)?\s+time\s+zone\b|\bcharacter\s+varying\b|\bnot\s+valid\b|\bregclass\b|\bilike\b/i,
    'postgres',
  ],
  [/\btext\s*\[\s*\]/i, 'postgres'],
  [/`[^`\n]+`/, 'mysql'],
  [
    /\bauto_increment\b|\bengine\s*=\s*(innodb|myisam)\b|\b(tiny|medium|long)(text|blob)\b|\bunsigned\b/i,
    'mysql',
  ],
  [
    /\bmodify\s+column\b|\bchange\s+column\b|\bon\s+update\s+current_timestamp\b|\bcharacter\s+set\b|\bcharset\s*=/i,
    'mysql',
  ],
  [/\bautoincrement\b|\bpragma\s+\w+|\bwithout\s+rowid\b|\bsqlite_master\b|\bstrftime\s*\(/i, 'sqlite'],
  [/^\s*go\s*$/im, 'mssql'],
  [
    /\bnvarchar\b|\bidentity\s*\(\s*\d+\s*,|\bsp_rename\b|\bgetdate\s*\(|\buniqueidentifier\b|\bdatetime2\b|\[dbo\]|\bdbo\.|\bbit\s+not\s+null\b/i,
    'mssql',
  ],
  [
    /\bvarchar2\b|\bnumber\s*\(\s*\d+|\bsysdate\b|\bmergetree\b|\breplacingmergetree\b|\blowcardinality\b|\bclob\b/i,
    'other',
  ],
];

/** Longer texts tell no more; a dump of data must not cost seconds. */
const sampleLength = 200_000;

/** Of so many files of a folder the paths are looked at. */
const sampleFiles = 50;

/**
 * Tells the dialect of files that belong together (a migration folder): by the settings of what runs them, by the words
 * in their paths, by drivers and containers of the project, then by syntax that only one database has. What is nearer
 * to the files wins; with contradicting syntax the most frequent.
 */
export function detectDialect(
  files: readonly { readonly path: string; readonly text: string }[],
  signs: readonly DialectSign[] = [],
): DetectedDialect {
  const path = files[0]?.path ?? '';
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  const settings = nearestSign(folder, signs, { sure: true });
  const word = wordOfPath(files, settings?.folder ?? '');
  if (word !== null) return word;
  if (settings !== null) return settings;
  const counts = countSigns(files);
  const best = [...counts].sort((a, b) => b[1] - a[1])[0];
  const driver = nearestSign(folder, signs, { sure: false });
  // A driver may be there for something else: unmistakable syntax of another family is believed.
  if (driver !== null && countOf(counts, driver.dialect) >= (best?.[1] ?? 0)) return driver;
  return best === undefined
    ? { dialect: null, because: 'nothing in the files tells the database' }
    : { dialect: best[0], because: 'the syntax tells it' };
}

/** The nearest word of the path below `above`; a word of a file's own name counts where most of the names have it. */
function wordOfPath(
  files: readonly { readonly path: string }[],
  above: string,
): { dialect: Dialect | 'other'; because: string } | null {
  const names = new Map<string, number>();
  const sample = files.slice(0, sampleFiles);
  const told = (segment: string): DetectedDialect | null => {
    const word = pathWords.find(([pattern]) => pattern.test(segment));
    return word === undefined ? null : { dialect: word[1], because: `the path says ${segment}` };
  };
  for (const { path } of sample) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    for (const segment of new Set(name.split(/[.\\_-]+/)))
      if (told(segment) !== null) names.set(segment, (names.get(segment) ?? 0) + 1);
  }
  const [common] = [...names].filter(([, count]) => count * 2 > sample.length);
  const inName = common === undefined ? null : told(common[0]);
  if (inName?.dialect != null) return { ...inName, dialect: inName.dialect };
  for (const segment of commonFolder(sample)
    .slice(above.length)
    .split(/[/.\\_-]+/)
    .reverse()) {
    const word = told(segment);
    if (word?.dialect != null) return { ...word, dialect: word.dialect };
  }
  return null;
}

/** The folder that all files stand in: a migration's own (`…_add_postgres_table`) says what it does, not where. */
function commonFolder(files: readonly { readonly path: string }[]): string {
  const [first = [], ...others] = files.map(({ path }) => path.split('/').slice(0, -1));
  const length = first.findIndex((part, at) => others.some((folders) => folders[at] !== part));
  return first.slice(0, length === -1 ? first.length : length).join('/');
}

/** How many kinds of syntax of each database there are. */
function countSigns(files: readonly { readonly text: string }[]): Map<Dialect | 'other', number> {
  const counts = new Map<Dialect | 'other', number>();
  let room = sampleLength;
  for (const { text } of files) {
    if (room <= 0) break;
    const plain = withoutTextAndComments(text.slice(0, room));
    room -= text.length;
    for (const [pattern, dialect] of signsOfSyntax)
      if (pattern.test(plain)) counts.set(dialect, (counts.get(dialect) ?? 0) + 1);
  }
  return counts;
}

/** MariaDB's syntax is found as MySQL's. */
function countOf(counts: ReadonlyMap<Dialect | 'other', number>, dialect: Dialect | 'other'): number {
  return counts.get(dialect === 'mariadb' ? 'mysql' : dialect) ?? 0;
}

/** Comments and string literals replaced by nothing that could be a sign. Dollar quotes stay: they are one. */
function withoutTextAndComments(sql: string): string {
  return sql.replace(/--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'/g, ' ');
}
