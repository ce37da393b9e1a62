import { z } from 'zod';
import { codeText } from '../../sql/code-text.ts';
import { showName } from '../../sql/object-name.ts';
import type { DdlOperation } from '../../sql/operation.ts';
import { defineRule, type Match } from '../rule.ts';

const kinds = [
  'partition',
  'view',
  'materialized-view',
  'trigger',
  'function',
  'procedure',
  'event',
  'rule',
  'sequence',
] as const;
const options = z.strictObject({ forbidden: z.array(z.enum(kinds)).min(1) });

export default defineRule({
  id: 'partition-or-special-object-policy',
  about: 'statement',
  title: 'Kind of object that the team does without',
  family: 'schema-design',
  severity: 'advice',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite', 'mssql'],
  state: 'policy',
  options,
  sources: [
    'bytebase:TABLE_DISALLOW_PARTITION',
    'bytebase:SYSTEM_VIEW_DISALLOW_CREATE',
    'bytebase:SYSTEM_EVENT_DISALLOW_CREATE',
    'bytebase:SYSTEM_PROCEDURE_DISALLOW_CREATE',
    'bytebase:SYSTEM_FUNCTION_DISALLOW_CREATE',
    'skeema:has-routine',
  ],
  what: 'This creates the {kind} `{name}`, which this repository does without.',
  why: 'The settings name it among what is not to be created.',
  fix: 'Do the same in the application, or have the settings changed.',
  examples: {
    bad: [
      {
        title: 'a view',
        sql: 'CREATE VIEW totals AS SELECT 1 AS one;',
        at: 'CREATE VIEW totals AS SELECT 1 AS one',
        options: { forbidden: ['view', 'trigger'] },
      },
    ],
    good: [
      {
        title: 'another kind',
        sql: 'CREATE VIEW totals AS SELECT 1 AS one;',
        options: { forbidden: ['trigger'] },
      },
      {
        title: 'a table',
        sql: 'CREATE TABLE views (id bigint PRIMARY KEY);',
        options: { forbidden: ['view', 'partition'] },
      },
    ],
  },
  detect({ statement, options: given }) {
    const read = options.safeParse(given);
    if (!read.success) return [];
    const forbidden: ReadonlySet<string> = new Set(read.data.forbidden);
    return statement.operations.flatMap((operation): Match[] => {
      const made = madeBy(operation, codeText(statement));
      if (made === null || !forbidden.has(made.kind)) return [];
      return [
        {
          range: operation.range,
          object: made.name,
          data: { kind: made.kind.replace('-', ' '), name: made.name },
        },
      ];
    });
  },
});

function madeBy(operation: DdlOperation, code: string): { kind: string; name: string } | null {
  if (operation.kind === 'create-table') {
    const isPartition = operation.partitionBy !== null || operation.partitionOf !== null;
    return isPartition ? { kind: 'partition', name: showName(operation.table) } : null;
  }
  if (operation.kind !== 'create-object') return null;
  const word = /^CREATE\b[\s\S]*?\b(PROCEDURE|PROC|EVENT)\b/i.exec(code.slice(0, 200))?.[1]?.toLowerCase();
  const name = showName(operation.name);
  if (operation.object === 'function')
    return { kind: word?.startsWith('proc') === true ? 'procedure' : 'function', name };
  if (operation.object === 'other') return word === 'event' ? { kind: 'event', name } : null;
  return { kind: operation.object, name };
}
