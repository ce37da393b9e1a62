import { codeText } from '../../sql/code-text.ts';
import { showName } from '../../sql/object-name.ts';
import { documented } from '../evidence.ts';
import { defineRule, operationsOf } from '../rule.ts';

export default defineRule({
  id: 'dynamic-sql-injection',
  about: 'statement',
  on: ['create-object'],
  title: 'Parameter that becomes part of SQL',
  family: 'security',
  // The catalogue says blocker. Who calls the routine is not in the text; with its owner's rights it is one, and what
  // stands for a name comes from code more often than from people.
  severity: 'warning',
  dialects: ['postgres', 'mysql', 'mariadb', 'mssql'],
  state: 'stable',
  sources: [
    'https://www.postgresql.org/docs/current/plpgsql-statements.html#PLPGSQL-STATEMENTS-EXECUTING-DYN',
    'https://learn.microsoft.com/en-us/sql/relational-databases/security/sql-injection',
    'https://owasp.org/www-community/attacks/SQL_Injection',
  ],
  what: 'Whoever decides what `{parameter}` is can have `{name}` run SQL of theirs{rights}.',
  why: 'The text of the parameter is put into a statement as it is, and a quote in it ends the string.',
  fix: '{remedy}',
  examples: {
    bad: [
      {
        title: 'joined',
        dialect: 'postgres',
        sql: "CREATE FUNCTION find(p_name text) RETURNS SETOF users LANGUAGE plpgsql AS $$\nBEGIN\n  RETURN QUERY EXECUTE 'SELECT * FROM users WHERE name = ''' || p_name || '''';\nEND\n$$;",
        at: 'p_name',
      },
      {
        title: 'with %s of format, over a variable',
        dialect: 'postgres',
        sql: "CREATE FUNCTION tidy(target text, days int) RETURNS void LANGUAGE plpgsql AS $$\nDECLARE\n  query text;\nBEGIN\n  query := format('DELETE FROM %s WHERE at < now() - interval ''%s days''', target, days);\n  EXECUTE query;\nEND\n$$;",
        at: 'target',
      },
      ...(['mysql', 'mariadb'] as const).map((dialect) => ({
        title: `a prepared text, in ${dialect}`,
        dialect,
        sql: "CREATE PROCEDURE find(IN wanted VARCHAR(80))\nBEGIN\n  SET @query = CONCAT('SELECT id FROM users WHERE name = ''', wanted, '''');\n  PREPARE found FROM @query;\n  EXECUTE found;\nEND",
        at: 'wanted',
      })),
      {
        title: 'in SQL Server',
        dialect: 'mssql',
        sql: "CREATE PROCEDURE find @wanted nvarchar(80) AS\nBEGIN\n  DECLARE @query nvarchar(max);\n  SET @query = N'SELECT id FROM users WHERE name = ''' + @wanted + N'''';\n  EXEC sp_executesql @query;\nEND",
        at: '@wanted',
      },
    ],
    good: [
      {
        title: 'quoted, and handed over',
        dialect: 'postgres',
        sql: "CREATE FUNCTION tidy(target text, wanted text) RETURNS void LANGUAGE plpgsql AS $$\nBEGIN\n  EXECUTE format('DELETE FROM %I WHERE name = $1', target) USING wanted;\n  EXECUTE 'DELETE FROM ' || quote_ident(target) || ' WHERE name = ' || quote_literal(wanted);\nEND\n$$;",
      },
      {
        title: 'a number, and the name of a table that exists',
        dialect: 'postgres',
        sql: "CREATE FUNCTION rows_of(target regclass, most int) RETURNS bigint LANGUAGE plpgsql AS $$\nDECLARE n bigint;\nBEGIN\n  EXECUTE 'SELECT count(*) FROM ' || target || ' LIMIT ' || most INTO n;\n  RETURN n;\nEND\n$$;",
      },
      {
        title: 'a name that the catalogue gives',
        dialect: 'postgres',
        sql: "DO $$ DECLARE r record; BEGIN FOR r IN SELECT tablename FROM pg_tables LOOP EXECUTE 'ANALYZE ' || r.tablename; END LOOP; END $$;",
      },
      {
        title: 'a text that is not run',
        dialect: 'postgres',
        sql: "CREATE FUNCTION greet(name text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RAISE NOTICE 'EXECUTE %', name; RETURN 'Hello ' || name; END $$;",
      },
      ...(['mysql', 'mariadb'] as const).flatMap((dialect) => [
        {
          title: `handed over, in ${dialect}`,
          dialect,
          sql: "CREATE PROCEDURE find(IN wanted VARCHAR(80))\nBEGIN\n  SET @wanted = wanted;\n  PREPARE found FROM 'SELECT id FROM users WHERE name = ?';\n  EXECUTE found USING @wanted;\nEND",
        },
        {
          title: `quoted, in ${dialect}`,
          dialect,
          sql: "CREATE PROCEDURE find(IN wanted VARCHAR(80))\nBEGIN\n  SET @query = CONCAT('SELECT id FROM users WHERE name = ', QUOTE(wanted));\n  PREPARE found FROM @query;\n  EXECUTE found;\nEND",
        },
      ]),
      {
        title: 'handed over, in SQL Server',
        dialect: 'mssql',
        sql: "CREATE PROCEDURE find @wanted nvarchar(80) AS\nBEGIN\n  EXEC sp_executesql N'SELECT id FROM users WHERE name = @name', N'@name nvarchar(80)', @name = @wanted;\nEND",
      },
      {
        title: 'quoted, in SQL Server',
        dialect: 'mssql',
        sql: "CREATE PROCEDURE rows_of @target sysname AS\nBEGIN\n  DECLARE @query nvarchar(max) = N'SELECT count(*) FROM ' + QUOTENAME(@target);\n  EXEC (@query);\nEND",
      },
    ],
  },
  detect({ statement }) {
    return operationsOf(statement, 'create-object').flatMap(({ name, unquoted = [] }) => {
      const first = unquoted.find(({ quoted }) => quoted) ?? unquoted[0];
      if (first === undefined) return [];
      const asOwner = /\bSECURITY\s+DEFINER\b/i.test(codeText(statement));
      return [
        {
          range: first.range,
          object: `${showName(name)}(${first.parameter})`,
          data: {
            parameter: first.parameter,
            name: showName(name),
            rights: asOwner ? ', with the rights of its owner' : '',
            remedy: remedies[statement.dialect] ?? '',
          },
          severity: asOwner ? 'blocker' : first.quoted ? 'warning' : 'advice',
          evidence: [documented(manuals[statement.dialect] ?? '')],
        },
      ];
    });
  },
});

const prepared =
  'Hand the value over: `?` in the text, and `EXECUTE … USING @value`. A name that has to be in the text goes through a list of those that are allowed.';

const remedies: Readonly<Record<string, string>> = {
  postgres:
    'Hand a value over: `$1` in the text, and `EXECUTE … USING value`. A name goes through `format` with `%I`.',
  mysql: prepared,
  mariadb: prepared,
  mssql: 'Hand the value over as a parameter of `sp_executesql`. A name goes through `QUOTENAME`.',
};

const preparedManual =
  'Using parameter markers for data values protects against SQL injection (MySQL manual, 15.5 Prepared Statements)';

const manuals: Readonly<Record<string, string>> = {
  postgres:
    'Dynamic values that are to be inserted into the constructed query require careful handling since they might themselves contain quote characters (PostgreSQL manual, 41.5.4 Executing Dynamic Commands)',
  mysql: preparedManual,
  mariadb: preparedManual,
  mssql:
    'Never concatenate user input that is not validated: string concatenation is the primary point of entry for script injection (SQL Server, SQL injection)',
};
