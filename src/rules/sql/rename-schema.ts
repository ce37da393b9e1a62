import { showName } from '../../sql/object-name.ts';
import { createdInFile } from '../in-file.ts';
import { defineRule, operationsOf } from '../rule.ts';

export default defineRule({
  id: 'rename-schema',
  about: 'statement',
  on: ['alter-object'],
  title: 'Schema renamed under running code',
  family: 'backward-compat',
  severity: 'blocker',
  dialects: ['postgres'],
  state: 'stable',
  sources: ['strong_migrations:rename_schema', 'pgfence:rename-schema'],
  what: 'Code that runs while this is deployed fails at each `{name}.…`, and at each table that its `search_path` found there.',
  why: 'The old name is gone the moment this commits; there is no alias for a schema.',
  fix: 'Create `{to}`, move the tables one by one (`ALTER TABLE … SET SCHEMA`) while views of the old names stay in `{name}`, and drop it when no code names it.',
  examples: {
    bad: [
      {
        title: 'a schema',
        sql: 'ALTER SCHEMA billing RENAME TO invoicing;',
        at: 'ALTER SCHEMA billing RENAME TO invoicing',
      },
    ],
    good: [
      {
        title: 'a schema of the same pull request',
        sql: 'CREATE SCHEMA billing_new;\nALTER SCHEMA billing_new RENAME TO billing;',
      },
      { title: 'its owner', sql: 'ALTER SCHEMA billing OWNER TO ann;' },
    ],
  },
  detect(subject) {
    if (subject.migration === null) return [];
    const created = createdInFile(subject, 'schema');
    return operationsOf(subject.statement, 'alter-object').flatMap(({ object, name, to, range }) =>
      object !== 'schema' || to === null || created.has(name.name)
        ? []
        : [{ range, object: showName(name), data: { name: showName(name), to: showName(to) } }],
    );
  },
});
