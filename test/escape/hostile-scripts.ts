/**
 * How a script ends: its process is gone (`ended`), or its last statement is answered: `00000` where it ran, else the
 * SQLSTATE.
 */
export type Ending = 'ended' | (string & {});

export interface HostileScript {
  readonly name: string;
  /** `{folder}` is a folder of this machine with the file `secret` in it, `{port}` a port where somebody listens. */
  readonly statements: readonly string[];
  /** What is allowed: where it is memory or time that gives out first differs. */
  readonly endings: readonly Ending[];
}

const refused = ['42501'];
const ran = ['00000'];
const ended = ['ended'];

function script(
  name: string,
  statements: string | readonly string[],
  endings: readonly Ending[],
): HostileScript {
  return { name, statements: typeof statements === 'string' ? [statements] : statements, endings };
}

/** Makes PostgreSQL run what no parser of ours has seen. */
function hidden(sql: string): string {
  const halves = [sql.slice(0, sql.length / 2), sql.slice(sql.length / 2)];
  return `DO $hidden$ BEGIN EXECUTE $a$${halves[0]}$a$ || $b$${halves[1]}$b$; END $hidden$`;
}

const program = "COPY (SELECT 1) TO PROGRAM 'touch {folder}/program'";

const files = [
  script('a table into a file', "COPY orders TO '{folder}/table'", refused),
  script('a file into a table', "COPY notes FROM '{folder}/secret'", refused),
  script('a program', program, refused),
  script('a program whose output is read', "COPY notes FROM PROGRAM 'cat {folder}/secret'", refused),
  script('a program in a DO', hidden(program), refused),
  script('a file in a DO', hidden("COPY orders TO '{folder}/hidden'"), refused),
  script(
    'a program in a function with the rights of its owner',
    [
      `CREATE FUNCTION run() RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $f$ BEGIN ${program}; END $f$`,
      'SELECT run()',
    ],
    refused,
  ),
  script(
    'a program in a trigger',
    [
      `CREATE FUNCTION run() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN ${program}; RETURN NEW; END $f$`,
      'CREATE TRIGGER t BEFORE INSERT ON notes FOR EACH ROW EXECUTE FUNCTION run()',
      "INSERT INTO notes VALUES ('x')",
    ],
    refused,
  ),
  script('a file as text', "SELECT pg_read_file('{folder}/secret')", refused),
  script('a file as bytes', "SELECT pg_read_binary_file('{folder}/secret')", refused),
  script('a folder', "SELECT pg_ls_dir('/')", refused),
  script('a file’s size', "SELECT pg_stat_file('{folder}/secret')", refused),
  script('a file into a large object', "SELECT lo_import('{folder}/secret')", refused),
  script(
    'a large object into a file',
    ["SELECT lo_from_bytea(4711, 'x')", "SELECT lo_export(4711, '{folder}/object')"],
    refused,
  ),
  script('a folder for tables', "CREATE TABLESPACE fast LOCATION '{folder}'", refused),
  script('a library', "LOAD '{folder}/secret'", refused),
  script('a library in a DO', hidden("LOAD '{folder}/secret'"), refused),
  script(
    'a function of a library',
    "CREATE FUNCTION f() RETURNS int LANGUAGE c AS '{folder}/secret', 'f'",
    refused,
  ),
  script(
    'a function of the server’s program',
    "CREATE FUNCTION f(cstring) RETURNS int LANGUAGE c AS '/pglite/bin/postgres', 'system'",
    refused,
  ),
  script(
    'an internal function under another name',
    "CREATE FUNCTION f(text) RETURNS text LANGUAGE internal AS 'pg_read_file_all'",
    refused,
  ),
  script('an extension that reads files', 'CREATE EXTENSION file_fdw', ['0A000']),
  script('an extension from elsewhere', 'CREATE EXTENSION "../../../secret"', ['22023']),
  script('a language that runs anything', "DO LANGUAGE plpython3u 'import os'", ['42704']),
  script('a setting of the server that runs a program', "ALTER SYSTEM SET archive_command = 'true'", refused),
  script('a setting of the server in a DO', hidden("ALTER SYSTEM SET ssl_passphrase_command = 'true'"), [
    ...refused,
    '25001',
  ]),
  script(
    'an external entity of a file',
    `SELECT xmlparse(DOCUMENT '<!DOCTYPE a [<!ENTITY x SYSTEM "file://{folder}/secret">]><a>&x;</a>')`,
    ['0A000', '2200M', '00000'],
  ),
];

const network = [
  script('another server', 'CREATE EXTENSION postgres_fdw', ['0A000']),
  script('a connection of SQL', 'CREATE EXTENSION dblink', ['0A000']),
  script(
    'a subscription',
    "CREATE SUBSCRIPTION s CONNECTION 'host=127.0.0.1 port={port} dbname=x' PUBLICATION p",
    refused,
  ),
  script(
    'an external entity of a server',
    `SELECT xmlparse(DOCUMENT '<!DOCTYPE a [<!ENTITY x SYSTEM "http://127.0.0.1:{port}/">]><a>&x;</a>')`,
    ['0A000', '2200M', '00000'],
  ),
];

const rights = [
  script('a superuser', 'CREATE ROLE root SUPERUSER', refused),
  script('oneself as superuser', 'ALTER ROLE postgres SUPERUSER', refused),
  script('the role that runs programs', 'GRANT pg_execute_server_program TO postgres', refused),
  script('the role that writes files', ['SET ROLE pg_write_server_files'], refused),
  script('another user', ['CREATE ROLE other', 'SET SESSION AUTHORIZATION other'], refused),
  script(
    'the first user again',
    ['RESET SESSION AUTHORIZATION', 'RESET ROLE', 'DISCARD ALL', program],
    refused,
  ),
  script(
    'the user from before a transaction',
    ['BEGIN', 'SET LOCAL SESSION AUTHORIZATION DEFAULT', 'ROLLBACK', program],
    refused,
  ),
  script('the user as a setting', "SELECT set_config('session_authorization', 'root', false)", ['22023']),
  script('being superuser as a setting', 'SET is_superuser = on', ['55P02']),
  script('a right in the catalog', 'UPDATE pg_authid SET rolsuper = true', refused),
  script(
    'a right in the catalog, from a DO that creates an extension',
    `DO $$ BEGIN /* create extension citext */ UPDATE pg_authid SET rolsuper = true; END $$`,
    refused,
  ),
  script(
    'another user beside an extension',
    ['CREATE ROLE other', `/* create extension */ ${program}`],
    refused,
  ),
  script(
    'a function that an extension’s script finds instead of PostgreSQL’s',
    [
      `CREATE FUNCTION public.citext_eq(text, text) RETURNS bool LANGUAGE plpgsql AS $f$ BEGIN ${program}; RETURN true; END $f$`,
      `CREATE FUNCTION public.lower(anyelement) RETURNS text LANGUAGE plpgsql AS $f$ BEGIN ${program}; RETURN ''; END $f$`,
      'SET search_path = public, pg_catalog',
      'CREATE EXTENSION citext',
      "SELECT 'a'::citext = 'A'",
    ],
    ran,
  ),
];

const damage = [
  script('the catalog may be changed', 'SET allow_system_table_mods = on', refused),
  script('the functions of the server gone', 'DELETE FROM pg_proc', refused),
  script('the catalog empty', 'TRUNCATE pg_class', refused),
  script('a column of the catalog', 'ALTER TABLE pg_catalog.pg_class ADD COLUMN x int', refused),
  script('the catalog dropped', 'DROP SCHEMA pg_catalog CASCADE', [...refused, '2BP01']),
  script('a function of the server dropped', 'DROP FUNCTION pg_catalog.now()', [...refused, '2BP01']),
  script(
    'a function of the server replaced',
    "CREATE OR REPLACE FUNCTION pg_catalog.now() RETURNS timestamptz LANGUAGE sql AS 'SELECT NULL::timestamptz'",
    refused,
  ),
  script('the database dropped', 'DROP DATABASE postgres', ['55006']),
  script('the database renamed', 'ALTER DATABASE postgres RENAME TO other', ['0A000']),
  script('the user dropped', 'DROP ROLE postgres', ['55006']),
  script('all that the user owns dropped', 'DROP OWNED BY postgres CASCADE', [...ran, '2BP01']),
  script(
    'all databases filled',
    ['CREATE DATABASE one TEMPLATE postgres', 'ALTER DATABASE one OWNER TO postgres', 'VACUUM FULL'],
    [...ran, '55006', 'ended'],
  ),
  script('the backend ended', 'SELECT pg_terminate_backend(pg_backend_pid())', refused),
  script('the backend ended in a DO', hidden('SELECT pg_terminate_backend(pg_backend_pid())'), refused),
  script('the first process ended', 'SELECT pg_terminate_backend(1)', refused),
  script('the statement cancelled', 'SELECT pg_cancel_backend(pg_backend_pid())', refused),
  script('the server told to read its settings', 'SELECT pg_reload_conf()', refused),
  script(
    'a trigger on everything',
    [
      "CREATE FUNCTION e() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION $$no$$; END'",
      'CREATE EVENT TRIGGER e ON ddl_command_start EXECUTE FUNCTION e()',
    ],
    refused,
  ),
];

const memory = [
  script(
    'four hundred thousand wide rows',
    'CREATE TABLE wide AS SELECT repeat(md5(g::text), 100) AS a, repeat(md5(g::text), 99) AS b FROM generate_series(1, 400000) g',
    [...ended, '53200'],
  ),
  script('one long text', "SELECT length(repeat('x', 1000000000) || repeat('y', 10000000))", [
    '53200',
    '00000',
    'ended',
  ]),
  script(
    'an array of long texts',
    "SELECT array_length(array_agg(repeat('x', 1000000) || g), 1) FROM generate_series(1, 2000) g",
    ['53200', 'ended'],
  ),
  script(
    'a recursive query without end',
    "WITH RECURSIVE r(a) AS (SELECT repeat('x', 1000) UNION ALL SELECT a || 'x' FROM r) SELECT count(*) FROM r",
    ['53200', 'ended'],
  ),
  script(
    'a sort in files',
    [
      "SET work_mem = '64kB'",
      'SELECT count(*) FROM (SELECT g FROM generate_series(1, 100000000) g ORDER BY md5(g::text)) s',
    ],
    ended,
  ),
  script(
    'a log without end',
    `DO $$ BEGIN LOOP BEGIN INSERT INTO notes SELECT repeat('x', 100000); RAISE EXCEPTION 'again'; EXCEPTION WHEN raise_exception THEN NULL; END; END LOOP; END $$`,
    ended,
  ),
  script(
    'large objects',
    "SELECT lo_from_bytea(0, convert_to(repeat('x', 1000000), 'UTF8')) FROM generate_series(1, 3000)",
    ['ended', '53200'],
  ),
  script('deep JSON', "SELECT length((repeat('[', 5000000) || repeat(']', 5000000))::jsonb::text)", [
    'ended',
    '54001',
    '53200',
  ]),
];

const time = [
  script('a hundred billion rows', 'SELECT count(*) FROM generate_series(1, 100000000000)', ended),
  script('a sleep', 'SELECT pg_sleep(100000)', ended),
  script('a sleep in a DO', hidden('SELECT pg_sleep(100000)'), ended),
  script('a loop', 'DO $$ BEGIN LOOP END LOOP; END $$', ended),
  script(
    'a loop that catches everything',
    'DO $$ BEGIN LOOP BEGIN PERFORM 1/0; EXCEPTION WHEN OTHERS THEN NULL; END; END LOOP; END $$',
    ended,
  ),
  script(
    'a product of tables',
    'SELECT count(*) FROM generate_series(1, 1000000) a, generate_series(1, 1000000) b',
    ended,
  ),
  script('a pattern that never matches', "SELECT repeat('a', 5000) ~ '^(((a*)*)*)*b(a|aa)+\\1$'", [
    'ended',
    '00000',
    '2201B',
  ]),
  script('rows that never come', 'COPY orders FROM STDIN', ended),
  script(
    'a sequence of transactions',
    [
      'CREATE PROCEDURE p() LANGUAGE plpgsql AS $f$ BEGIN LOOP INSERT INTO orders VALUES (9); COMMIT; END LOOP; END $f$',
      'CALL p()',
    ],
    ended,
  ),
];

const recursion = [
  script(
    'a trigger that calls itself',
    [
      'CREATE FUNCTION again() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN INSERT INTO orders VALUES (1); RETURN NEW; END $f$',
      'CREATE TRIGGER again AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION again()',
      'INSERT INTO orders VALUES (1)',
    ],
    ['54001', 'ended'],
  ),
  script(
    'a function that calls itself',
    ['CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $f$ BEGIN RETURN f() + 1; END $f$', 'SELECT f()'],
    ['54001', 'ended'],
  ),
  script('a hundred thousand brackets', `SELECT ${'('.repeat(100_000)}1${')'.repeat(100_000)}`, [
    '54001',
    'ended',
    '53200',
    '42601',
  ]),
  script('a hundred thousand additions', `SELECT 1${' + 1'.repeat(100_000)}`, ['54001', 'ended', '53200']),
  script(
    'a view of itself',
    ['CREATE VIEW v AS SELECT 1 AS a', 'CREATE OR REPLACE VIEW v AS SELECT a FROM v', 'SELECT * FROM v'],
    ['42P17'],
  ),
];

const transactions = [
  script('a commit in a DO', ['BEGIN', 'DO $$ BEGIN COMMIT; END $$'], ['2D000']),
  script('a commit, and more', ['BEGIN', 'COMMIT; DELETE FROM orders', 'SELECT 1'], ran),
  script('a transaction that is prepared', ['BEGIN', "PREPARE TRANSACTION 'x'"], ['55000']),
  script('a transaction that has failed', ['BEGIN', 'SELECT nothing', 'SELECT 1'], ['25P02']),
  script('a lock on oneself', ['SELECT pg_advisory_lock(1)', 'BEGIN; LOCK TABLE orders; COMMIT'], ran),
];

const floods = [
  script('a million rows', "SELECT repeat('x', 1000) FROM generate_series(1, 1000000)", ['53400', 'ended']),
  script('a row of two hundred megabytes', "SELECT repeat('x', 200000000)", ['53400', 'ended', '53200']),
  script('a table on the way out', 'COPY (SELECT * FROM generate_series(1, 1000000)) TO STDOUT', [
    '53400',
    'ended',
  ]),
  script(
    'a hundred thousand notices',
    "DO $$ BEGIN FOR i IN 1..100000 LOOP RAISE NOTICE '%', repeat('x', 1000); END LOOP; END $$",
    ['00000', 'ended'],
  ),
  script('an error of fifty megabytes', "DO $$ BEGIN RAISE EXCEPTION '%', repeat('x', 50000000); END $$", [
    '53400',
    'ended',
    '53200',
  ]),
  script(
    'a hundred thousand notifications',
    ['LISTEN x', "SELECT pg_notify('x', g::text) FROM generate_series(1, 15000) g"],
    ran,
  ),
];

const session = [
  script(
    'statements and cursors that stay',
    [
      'PREPARE p AS SELECT 1',
      'DECLARE c CURSOR WITH HOLD FOR SELECT generate_series(1, 1000)',
      'CREATE TEMP TABLE pg_class (x int)',
      'SELECT 1',
    ],
    ran,
  ),
  script(
    'operators instead of PostgreSQL’s',
    [
      'CREATE SCHEMA evil',
      "CREATE FUNCTION evil.no(int, int) RETURNS bool LANGUAGE sql AS 'SELECT false'",
      'CREATE OPERATOR evil.= (LEFTARG = int, RIGHTARG = int, FUNCTION = evil.no)',
      'CREATE TABLE evil.orders (id int)',
      'SET search_path = evil, pg_catalog',
      'ALTER DATABASE postgres SET search_path = evil, pg_catalog',
      'ALTER ROLE postgres SET search_path = evil, pg_catalog',
      'SELECT 1',
    ],
    ran,
  ),
  script('another encoding', ["SET client_encoding = 'SQL_ASCII'", "SELECT 'ä'"], ran),
  script(
    'nothing may be written',
    [
      'SET default_transaction_read_only = on',
      'ALTER DATABASE postgres SET default_transaction_read_only = on',
      'SELECT 1',
    ],
    ran,
  ),
  script(
    'a time limit of a millisecond',
    ['SET statement_timeout = 1', 'SET transaction_timeout = 1', 'SELECT 1'],
    ran,
  ),
  script('a text with its end in the middle', ['SELECT 1 \0; DROP TABLE orders'], ran),
];

export const hostileScripts: readonly HostileScript[] = [
  ...files,
  ...network,
  ...rights,
  ...damage,
  ...memory,
  ...time,
  ...recursion,
  ...transactions,
  ...floods,
  ...session,
];
