import { codeText } from '../../sql/code-text.ts';
import { showName } from '../../sql/object-name.ts';
import { isExposed } from '../exposed.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'matview-or-foreign-table-in-api',
  about: 'statement',
  on: ['create-object'],
  title: 'Rows that no policy can guard',
  family: 'security',
  severity: 'warning',
  dialects: ['postgres'],
  state: 'stable',
  sources: [
    'splinter:materialized_view_in_api',
    'splinter:foreign_table_in_api',
    'https://www.postgresql.org/docs/current/ddl-rowsecurity.html',
  ],
  what: 'Whoever has the key that every browser gets reads every row of `{name}`.',
  why: 'It is created in a schema that the project answers requests for, and a {kind} has no row-level security.',
  fix: 'Create it in a schema that is not exposed, or `REVOKE ALL ON {name} FROM anon, authenticated;`.',
  examples: {
    bad: [
      {
        title: 'a materialized view',
        path: 'supabase/migrations/20240101000000_totals.sql',
        sql: 'CREATE MATERIALIZED VIEW totals AS SELECT owner, count(*) FROM notes GROUP BY owner;',
        at: 'CREATE MATERIALIZED VIEW totals AS SELECT owner, count(*) FROM notes GROUP BY owner',
      },
      {
        title: 'a foreign table',
        path: 'supabase/migrations/20240101000000_crm.sql',
        sql: 'CREATE FOREIGN TABLE customers (id bigint) SERVER crm;',
        at: 'CREATE FOREIGN TABLE customers (id bigint) SERVER crm',
      },
    ],
    good: [
      {
        title: 'another schema',
        path: 'supabase/migrations/20240101000000_totals.sql',
        sql: 'CREATE MATERIALIZED VIEW private.totals AS SELECT owner, count(*) FROM notes GROUP BY owner;',
      },
      {
        title: 'rights taken away',
        path: 'supabase/migrations/20240101000000_totals.sql',
        sql: 'CREATE MATERIALIZED VIEW totals AS SELECT 1 AS one;\nREVOKE ALL ON totals FROM anon, authenticated;',
      },
      { title: 'where no request comes', sql: 'CREATE MATERIALIZED VIEW totals AS SELECT 1 AS one;' },
    ],
  },
  detect(subject) {
    const { statement, siblings } = subject;
    const isForeign = /^CREATE\s+FOREIGN\s+TABLE\b/i.test(codeText(statement));
    return statement.operations.flatMap((operation) => {
      const isGuardless =
        operation.kind === 'create-object' && (operation.object === 'materialized-view' || isForeign);
      const name = isGuardless ? operation.name : null;
      if (name === null || !isExposed(subject, name)) return [];
      const revoked = siblings
        .flatMap(({ operations }) => operations)
        .some(
          (other) =>
            other.kind === 'grant' && other.revoke && other.objects.some((each) => each.name === name.name),
        );
      if (revoked) return [];
      const kind = isForeign ? 'foreign table' : 'materialized view';
      return [{ range: operation.range, object: showName(name), data: { name: showName(name), kind } }];
    });
  },
});
