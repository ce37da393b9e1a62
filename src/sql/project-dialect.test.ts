import { describe, expect, it } from 'vitest';
import { detectDialect } from './detect-dialect.ts';
import { isProjectFile, nearestSign, readProjectFile } from './project-dialect.ts';

/** Each database that a file tells, with its version where it is told. */
const told = (path: string, text: string): readonly string[] => {
  expect(isProjectFile(path)).toBe(true);
  return readProjectFile(path, text).map(
    ({ folder, dialect, version }) => `${folder}: ${dialect}${version === null ? '' : ` ${version}`}`,
  );
};

describe('project files', () => {
  it.each([
    [
      'prisma/schema.prisma',
      'datasource db {\n  provider = "sqlserver"\n  url = env("X")\n}\n',
      ['prisma: mssql'],
    ],
    ['prisma/schema/base.prisma', 'datasource db {\n  provider = "postgresql"\n}\n', ['prisma: postgres']],
    ['db/migrations/migration_lock.toml', 'provider = "mysql"\n', ['db/migrations: mysql']],
    ['packages/db/drizzle.config.ts', "export default { dialect: 'turso' }", ['packages/db: sqlite']],
    ['drizzle/meta/_journal.json', '{"version":"7","dialect":"postgresql"}', ['drizzle: postgres']],
    [
      'config/database.yml',
      'default: &default\n  adapter: sqlite3\nproduction:\n  <<: *default\n  adapter: mysql2\n',
      [': mysql'],
    ],
    [
      'config/database.yml',
      'default: &default\n  adapter: postgresql\nproduction:\n  <<: *default\n',
      [': postgres'],
    ],
    ['alembic.ini', '[alembic]\nsqlalchemy.url = postgresql+psycopg2://u@h/d\n', [': postgres']],
    ['alembic.ini', 'sqlalchemy.url = driver://user:pass@localhost/dbname\n', []],
    ['src/main/resources/application.yml', 'url: jdbc:mariadb://h/d\n', ['src/main/resources: mariadb']],
    ['flyway.conf', 'flyway.url=jdbc:sqlserver://h\n', [': mssql']],
    ['sqitch.conf', '[core]\n\tengine = pg\n', [': postgres']],
    ['atlas.hcl', 'dev = "docker://postgres/15/dev"', [': postgres 15']],
    ['supabase/config.toml', '[db]\nmajor_version = 17\n', ['supabase: postgres 17']],
    ['docker-compose.yml', '  db:\n    image: docker.io/postgis/postgis:16-3.4\n', [': postgres 16']],
    [
      'docker/compose.dev.yaml',
      '    image: mysql:8.0\n  other:\n    image: postgres\n',
      [': mysql 8', ': postgres'],
    ],
    ['compose.yml', '    image: mysql:5.7.44-debian\n', [': mysql 5.7']],
    ['compose.yml', '    image: "mariadb:10.11"\n', [': mariadb 10.11']],
    [
      '.github/workflows/test.yml',
      'services:\n  db:\n    image: mariadb:10.6\n  other:\n    image: postgres:15.4\n',
      [': mariadb 10.6', ': postgres 15.4'],
    ],
    ['.gitlab-ci.yml', 'test:\n  services:\n    - mysql:5.7\n    - name: postgres\n', [': mysql 5.7']],
    // What is tried with several says nothing of the one that production runs.
    ['.github/workflows/test.yml', '    image: mysql:5.7\n    image: mysql:8.0\n', []],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is how GitHub writes what it fills in.
    ['.github/workflows/test.yml', '    image: mysql:${{ matrix.mysql }}\n', []],
    ['go.mod', 'require github.com/lib/pq v1\nrequire modernc.org/sqlite v1 // indirect\n', [': postgres']],
    ['Cargo.toml', 'sqlx = { version = "0.8", features = ["runtime-tokio", "sqlite"] }\n', [': sqlite']],
    ['api/package.json', '{"dependencies":{"pg":"^8.1.0","pg-boss":"10"}}', ['api: postgres']],
    ['requirements.txt', 'django\npsycopg[binary]==3\n', [': postgres']],
  ])('reads %s', (path, text, expected) => {
    expect(told(path, text)).toEqual(expected);
  });

  it('are believed where they are nearest, and not where they contradict each other', () => {
    const signs = [
      ...readProjectFile('package.json', '{"pg":"8"}'),
      ...readProjectFile('api/package.json', '{"mysql2":"3"}'),
      ...readProjectFile('both/package.json', '{"mysql2":"3","pg":"8"}'),
    ];
    const nearest = (folder: string) => nearestSign(folder, signs, { sure: false })?.dialect ?? null;
    expect(['migrations', 'api/migrations', 'apis/migrations', 'both/x'].map(nearest)).toEqual([
      'postgres',
      'mysql',
      'postgres',
      null,
    ]);
  });

  it('stand before the path above them and before the syntax, drivers behind both', () => {
    const settings = readProjectFile(
      'sqlite/prisma/schema.prisma',
      'datasource db {\n  provider = "mysql"\n}',
    );
    const driver = readProjectFile('go.mod', 'github.com/lib/pq v1');
    const dialect = (path: string, text: string) =>
      detectDialect([{ path, text }], [...settings, ...driver]).dialect;
    expect(dialect('sqlite/prisma/1.sql', 'SELECT a::jsonb')).toBe('mysql');
    expect(dialect('sqlite/prisma/postgres/1.sql', 'SELECT 1')).toBe('postgres');
    expect(dialect('db/mysql/1.sql', 'SELECT a::jsonb')).toBe('mysql');
    expect(dialect('db/1.sql', 'SELECT 1')).toBe('postgres');
    expect(dialect('db/1.sql', 'CREATE TABLE `a` (id int AUTO_INCREMENT)')).toBe('mysql');
  });

  it('tell nothing by a name that one of many files has', () => {
    const files = ['1_a', '2_sqlite_jsonb', '3_c'].map((name) => ({
      path: `db/${name}.sql`,
      text: 'SELECT 1',
    }));
    expect(detectDialect(files).dialect).toBeNull();
  });
});
