import { codeText } from '../../sql/code-text.ts';
import { showName } from '../../sql/object-name.ts';
import { documented } from '../evidence.ts';
import { isExposed } from '../exposed.ts';
import { defineRule, operationsOf } from '../rule.ts';

export default defineRule({
  id: 'security-definer-function-exposed',
  about: 'statement',
  on: ['create-object'],
  title: 'Function with its owner’s rights that requests may call',
  family: 'security',
  // The catalogue says blocker. Some are meant to be called, and check who calls.
  severity: 'warning',
  dialects: ['postgres'],
  state: 'stable',
  sources: [
    'splinter:anon_security_definer_function_executable',
    'splinter:authenticated_security_definer_function_executable',
    'https://www.postgresql.org/docs/current/sql-createfunction.html#SQL-CREATEFUNCTION-SECURITY',
  ],
  what: 'Everybody may call `{name}` by a request, without a session too, and it does what its owner may: no policy holds it up.',
  why: 'It is `SECURITY DEFINER`, in a schema that the project answers requests for, and a new function may be executed by `PUBLIC`.',
  fix: '`REVOKE EXECUTE ON FUNCTION {name} FROM PUBLIC, anon;`, and `GRANT` it to the roles that are meant. Or create it in a schema that is not exposed.',
  examples: {
    bad: [
      {
        title: 'in a project of Supabase',
        path: 'supabase/migrations/20240101000000_wipe.sql',
        sql: "CREATE FUNCTION wipe(who uuid) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$ DELETE FROM public.notes WHERE owner = who $$;",
        at: "CREATE FUNCTION wipe(who uuid) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$ DELETE FROM public.notes WHERE owner = who $$",
      },
    ],
    good: [
      {
        title: 'taken from everybody',
        path: 'supabase/migrations/20240101000000_wipe.sql',
        sql: "CREATE FUNCTION wipe(who uuid) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$ DELETE FROM public.notes WHERE owner = who $$;\nREVOKE EXECUTE ON FUNCTION wipe FROM PUBLIC, anon;",
      },
      {
        title: 'it asks who calls',
        path: 'supabase/migrations/20240101000000_wipe.sql',
        sql: "CREATE FUNCTION wipe() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$ DELETE FROM public.notes WHERE owner = auth.uid() $$;",
      },
      {
        title: 'of a trigger, which no request can call',
        path: 'supabase/migrations/20240101000000_new.sql',
        sql: "CREATE FUNCTION on_new() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$ BEGIN RETURN NEW; END $$;",
      },
      {
        title: 'where no request comes',
        sql: "CREATE FUNCTION wipe(who uuid) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$ DELETE FROM public.notes WHERE owner = who $$;",
      },
    ],
  },
  detect(subject) {
    const { statement, siblings } = subject;
    return operationsOf(statement, 'create-object').flatMap(({ object, name, replace, range }) => {
      const code = codeText(statement);
      if (object !== 'function' || !/\bSECURITY\s+DEFINER\b/i.test(code) || !isExposed(subject, name))
        return [];
      // What a replaced one may be called by is what it was before.
      if (replace || /\bRETURNS\s+(?:event_)?trigger\b/i.test(code)) return [];
      if (/\bauth\.(?:uid|jwt|role|email)\s*\(|request\.jwt/i.test(statement.text)) return [];
      const granted = siblings.some((sibling) =>
        operationsOf(sibling, 'grant').some(
          ({ objects, privileges }) =>
            objects.some((each) => each.name === name.name || each.name === '*') ||
            (objects.length === 0 && privileges.some((privilege) => /^(?:execute|all)$/i.test(privilege))),
        ),
      );
      if (granted || siblings.some((sibling) => operationsOf(sibling, 'run-code').length > 0)) return [];
      return [
        {
          range,
          object: showName(name),
          data: { name: showName(name) },
          evidence: [
            documented(
              'By default, execute privilege is granted to PUBLIC for newly created functions; frequently you will wish to restrict use of a security definer function to only some users (PostgreSQL manual, CREATE FUNCTION)',
            ),
          ],
        },
      ];
    });
  },
});
