import type { DetectedDialect } from '../sql/detect-dialect.ts';

const names = {
  mysql: 'MySQL',
  mariadb: 'MariaDB',
  sqlite: 'SQLite',
  mssql: 'SQL Server',
  other: 'This database’s SQL',
};

/** Why SQL of this dialect is not analysed, null where it is. Where nothing tells the dialect, PostgreSQL is assumed. */
export function dialectProblem({ dialect, because }: DetectedDialect): string | null {
  if (dialect === null || dialect === 'postgres') return null;
  return `${names[dialect]} is not analysed (${because})`;
}
