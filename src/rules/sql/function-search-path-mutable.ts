import { showName } from '../../sql/object-name.ts';
import { documented } from '../evidence.ts';
import { defineRule, operationsOf } from '../rule.ts';

export default defineRule({
  id: 'function-search-path-mutable',
  about: 'statement',
  title: 'Function with its owner’s rights and the caller’s search path',
  family: 'security',
  // The catalogue's source warns of every function. Only this kind lets somebody do what they may not.
  severity: 'warning',
  dialects: ['postgres'],
  state: 'stable',
  sources: [
    'splinter:function_search_path_mutable',
    'https://www.postgresql.org/docs/current/sql-createfunction.html#SQL-CREATEFUNCTION-SECURITY',
  ],
  what: 'Whoever may call `{name}` and create a table, a function or an operator in some schema can have it run theirs, with the rights of its owner.',
  why: 'It is `SECURITY DEFINER` and looks names up in the `search_path` of whoever calls it.',
  fix: "Add `SET search_path = ''` and write the schema before each name; or `SET search_path = <its schema>, pg_temp`.",
  examples: {
    bad: [
      {
        title: 'in plpgsql',
        sql: 'CREATE FUNCTION check_password(name text, pass text) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN RETURN (SELECT pwd = pass FROM pwds WHERE username = name); END $$;',
        at: 'CREATE FUNCTION check_password(name text, pass text) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN RETURN (SELECT pwd = pass FROM pwds WHERE username = name); END $$',
      },
    ],
    good: [
      {
        title: 'with its own path',
        sql: 'CREATE FUNCTION admin.check_password(name text) RETURNS boolean LANGUAGE sql SECURITY DEFINER SET search_path = admin, pg_temp AS $$ SELECT true $$;',
      },
      {
        title: 'with the caller’s rights',
        sql: 'CREATE FUNCTION one() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;',
      },
      {
        title: 'the words in its body',
        sql: "CREATE FUNCTION help() RETURNS text LANGUAGE sql AS $$ SELECT 'SECURITY DEFINER' $$;",
      },
      {
        title: 'set right behind it',
        sql: 'CREATE FUNCTION one() RETURNS int LANGUAGE sql SECURITY DEFINER AS $$ SELECT 1 $$;\nALTER FUNCTION one() SET search_path = pg_catalog;',
      },
    ],
  },
  detect(subject) {
    const { statement, siblings } = subject;
    return operationsOf(statement, 'create-object').flatMap(({ object, name, range }) => {
      const words = withoutTexts(statement.text);
      if (object !== 'function' || !/\bSECURITY\s+DEFINER\b/i.test(words)) return [];
      if (setsPath.test(words)) return [];
      const setLater = siblings.some(
        ({ operations, text }) =>
          setsPath.test(text) &&
          operations.some(
            (other) =>
              other.kind === 'alter-object' && other.object === 'function' && other.name.name === name.name,
          ),
      );
      if (setLater) return [];
      return [
        {
          range,
          object: showName(name),
          data: { name: showName(name) },
          evidence: [
            documented(
              'For security, `search_path` should be set to exclude any schemas writable by untrusted users (PostgreSQL manual, CREATE FUNCTION, Writing SECURITY DEFINER Functions Safely)',
            ),
          ],
        },
      ];
    });
  },
});

const setsPath = /\bSET\s+search_path\b/i;

/** Without the function's body and other texts. */
function withoutTexts(text: string): string {
  return text.replace(/(\$\w*\$)[\s\S]*?\1|'(?:[^']|'')*'/g, "''");
}
