import { codeSpan } from '../../report/markdown/code-span.ts';
import type { DdlOperation, OperationOf } from '../../sql/operation.ts';
import { columnIn, tableIn } from '../evidence.ts';
import { fileWords, quoteName, writeName } from '../sql-text.ts';
import { migration, replaceColumn, requireValue } from './replace-column.ts';
import { replacedIndex } from './replaced-index.ts';
import type { Rollout, RolloutContext } from './rollout.ts';
import { splitColumn } from './split-column.ts';

/**
 * How a change is made without an outage, in PostgreSQL: in place of the operation, these steps. null where there is no
 * such way that the schema as it is known allows to write out. Pure; the command that tells a plan asks the same.
 */
export function rolloutOf(operation: DdlOperation, context: RolloutContext): Rollout | null {
  if (context.dialect !== 'postgres') return null;
  switch (operation.kind) {
    case 'rename-column':
      return renameColumn(operation, context);
    case 'set-column-type':
      return changeType(operation, context);
    case 'rename-table':
      return renameTable(operation, context);
    case 'drop-column':
      return splitColumn(operation, context) ?? dropColumn(operation, context);
    case 'set-nullability':
      return operation.nullable
        ? null
        : requireValue(operation.table, operation.column, context.postgresVersion);
    default:
      return null;
  }
}

function renameColumn(
  { table, column, to }: OperationOf<'rename-column'>,
  context: RolloutContext,
): Rollout | null {
  const type = columnIn(context.before, table, column)?.type ?? null;
  return type === null
    ? null
    : replaceColumn({ table, from: column, to, type: type.text, value: quoteName(column) }, context);
}

function changeType(
  { table, column, type, using }: OperationOf<'set-column-type'>,
  context: RolloutContext,
): Rollout | null {
  const to = fileWords(column, 'as', type.name === type.text ? type.name : type.text);
  const value = using?.text ?? `${quoteName(column)}::${type.text}`;
  const known = columnIn(context.before, table, column);
  // A default of the old type may be none of the new one.
  if (known === undefined || known.default !== null) return null;
  return replaceColumn({ table, from: column, to, type: type.text, value }, context);
}

function renameTable({ table, to }: OperationOf<'rename-table'>, { before }: RolloutContext): Rollout | null {
  if (tableIn(before, table) === undefined) return null;
  const [old, fresh] = [codeSpan(table.name), codeSpan(to.name)];
  const schema = to.schema ?? table.schema;
  return [
    migration(
      `The new name, and a view of the old one in the same transaction: a plain view takes reads and writes.`,
      fileWords('rename', table.name),
      [
        `ALTER TABLE ${writeName(table)} RENAME TO ${quoteName(to.name)};`,
        `CREATE VIEW ${writeName(table)} AS SELECT * FROM ${writeName({ schema, name: to.name })};`,
      ].join('\n'),
    ),
    { kind: 'release', text: `Name ${fresh} in the code; nothing names ${old} any more.` },
    migration('The view goes.', fileWords('drop_view', table.name), `DROP VIEW ${writeName(table)};`),
  ];
}

function dropColumn(
  { table, column }: OperationOf<'drop-column'>,
  { before }: RolloutContext,
): Rollout | null {
  const known = columnIn(before, table, column);
  if (known === undefined || known.generated || known.identity) return null;
  const old = codeSpan(column);
  const needed = !known.nullable && known.default === null;
  const isKey = tableIn(before, table)?.constraints.some(
    ({ constraint }) => constraint.kind === 'primary-key' && constraint.columns.includes(column),
  );
  if (isKey) return null;
  return [
    ...(needed
      ? [
          migration(
            `New code leaves ${old} out of its INSERTs; a roll-back meets rows without it.`,
            fileWords('relax', table.name, column),
            `ALTER TABLE ${writeName(table)} ALTER COLUMN ${quoteName(column)} DROP NOT NULL;`,
          ),
        ]
      : []),
    {
      kind: 'release' as const,
      text: `Neither read nor write ${old}: take it out of queries and models, and tell a library that reads columns at its start to ignore it.`,
    },
    ...replacedIndex(table, column, before),
    migration(
      'The column goes, once no server runs the code before that release.',
      fileWords('drop', table.name, column),
      `ALTER TABLE ${writeName(table)} DROP COLUMN ${quoteName(column)};`,
    ),
  ];
}
