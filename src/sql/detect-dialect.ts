import type { Dialect } from './dialect.ts';

/** What SQL a set of files is written in. `other` is a database that this project does not read. */
export interface DetectedDialect {
  /** null where nothing tells. */
  readonly dialect: Dialect | 'other' | null;
  /** What told it, for people. */
  readonly because: string;
}

/** Folder and file names that name a database. */
const pathWords: readonly (readonly [RegExp, Dialect | 'other'])[] = [
  [/^(postgres|postgresql|pg|psql|pgsql|timescale(db)?|cockroach(db)?|supabase)$/i, 'postgres'],
  [/^mysql\d*$/i, 'mysql'],
  [/^mariadb$/i, 'mariadb'],
  [/^sqlite3?$|^d1$/i, 'sqlite'],
  [/^(mssql|sqlserver|sql_server)$/i, 'mssql'],
  [
    /^(oracle|clickhouse|h2|db2|hsqldb|snowflake|bigquery|redshift|cassandra|scylla|spanner|vertica|trino|hive|duckdb)$/i,
    'other',
  ],
];

/** Words that only one family of databases has. Each is looked for once in a text without comments and strings. */
const signs: readonly (readonly [RegExp, Dialect | 'other'])[] = [
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

/**
 * Tells the dialect of files that belong together (a migration folder): by the words in their paths, then by syntax
 * that only one database has. With contradicting syntax the most frequent wins.
 */
export function detectDialect(
  files: readonly { readonly path: string; readonly text: string }[],
): DetectedDialect {
  for (const { path } of files.slice(0, 50)) {
    for (const segment of path.split(/[/.\\_-]+/).reverse()) {
      const word = pathWords.find(([pattern]) => pattern.test(segment));
      if (word !== undefined) return { dialect: word[1], because: `the path says ${segment}` };
    }
  }
  const counts = new Map<Dialect | 'other', number>();
  let room = sampleLength;
  for (const { text } of files) {
    if (room <= 0) break;
    const plain = withoutTextAndComments(text.slice(0, room));
    room -= text.length;
    for (const [pattern, dialect] of signs)
      if (pattern.test(plain)) counts.set(dialect, (counts.get(dialect) ?? 0) + 1);
  }
  const best = [...counts].sort((a, b) => b[1] - a[1])[0];
  return best === undefined
    ? { dialect: null, because: 'nothing in the files tells the database' }
    : { dialect: best[0], because: 'the syntax tells it' };
}

/** Comments and string literals replaced by nothing that could be a sign. Dollar quotes stay: they are one. */
function withoutTextAndComments(sql: string): string {
  return sql.replace(/--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'/g, ' ');
}
