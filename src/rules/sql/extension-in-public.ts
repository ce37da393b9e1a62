import { codeText } from '../../sql/code-text.ts';
import { isExposed } from '../exposed.ts';
import { defineRule, operationsOf } from '../rule.ts';

/** They choose their schema themselves, or have nothing in it. */
const ownSchema: ReadonlySet<string> = new Set(
  'plpgsql pg_cron pg_net pgsodium supabase_vault vault pgmq pg_graphql pgtap timescaledb'.split(' '),
);

export default defineRule({
  id: 'extension-in-public',
  about: 'statement',
  on: ['create-object'],
  title: 'Extension among what requests reach',
  family: 'security',
  severity: 'advice',
  dialects: ['postgres'],
  state: 'stable',
  sources: [
    'splinter:extension_in_public',
    'https://supabase.com/docs/guides/database/extensions',
    'https://www.postgresql.org/docs/current/sql-createextension.html',
  ],
  what: 'Each function of `{extension}` can be called by a request, and its tables and views are in the API.',
  why: 'It is installed in `public`, which the project answers requests for.',
  fix: '`CREATE EXTENSION {written} WITH SCHEMA extensions;`',
  examples: {
    bad: [
      {
        title: 'without a schema',
        path: 'supabase/migrations/20240101000000_trgm.sql',
        sql: 'CREATE EXTENSION IF NOT EXISTS pg_trgm;',
        at: 'CREATE EXTENSION IF NOT EXISTS pg_trgm',
        suggests: 'CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA extensions;',
      },
    ],
    good: [
      {
        title: 'in a schema of its own',
        path: 'supabase/migrations/20240101000000_trgm.sql',
        sql: 'CREATE EXTENSION pg_trgm WITH SCHEMA extensions;',
      },
      { title: 'where no request comes', sql: 'CREATE EXTENSION pg_trgm;' },
      {
        title: 'one that chooses its schema',
        path: 'supabase/migrations/20240101000000_cron.sql',
        sql: 'CREATE EXTENSION pg_cron;',
      },
    ],
  },
  detect(subject) {
    const { statement } = subject;
    return operationsOf(statement, 'create-object').flatMap(({ object, name, range }) => {
      if (object !== 'extension' || ownSchema.has(name.name)) return [];
      const schema = /\bSCHEMA\s+"?(\w+)/i.exec(codeText(statement))?.[1] ?? null;
      if (!isExposed(subject, { schema, name: name.name })) return [];
      const written = /^\w+$/.test(name.name) ? name.name : `"${name.name}"`;
      return [{ range, object: name.name, data: { extension: name.name, written, schema: schema ?? '' } }];
    });
  },
  suggest({ range, data }, { statement }) {
    if (data.schema !== '' || /\bWITH\b|\bVERSION\b|\bCASCADE\b/i.test(codeText(statement))) return null;
    return { range: { start: range.end, end: range.end }, text: ' WITH SCHEMA extensions', followUps: [] };
  },
});
