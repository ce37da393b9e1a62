import { codeSpan } from '../../report/markdown/code-span.ts';
import type { ObjectName } from '../../sql/object-name.ts';
import { sameName } from '../../sql/object-name.ts';
import type { ColumnModel, TableModel } from '../../sql/schema/model.ts';
import { copyInBatches } from '../back-fill.ts';
import { columnIn, tableIn } from '../evidence.ts';
import { notNullSteps } from '../not-null-steps.ts';
import { fileWords, joinName, quoteName, writeName } from '../sql-text.ts';
import type { Rollout, RolloutContext, RolloutStep } from './rollout.ts';

interface Replacement {
  readonly table: ObjectName;
  readonly from: string;
  readonly to: string;
  /** Of the new column, as SQL writes it. */
  readonly type: string;
  /** What the new column holds, in terms of the old one. */
  readonly value: string;
}

/**
 * A new column in the place of an old one: another name, or another type. null where the old one is more than a plain
 * column (a key that others refer to, generated, in an expression): that takes a plan of its own.
 */
export function replaceColumn(
  { table, from, to, type, value }: Replacement,
  { before, postgresVersion }: RolloutContext,
): Rollout | null {
  const model = tableIn(before, table);
  const column = columnIn(before, table, from);
  // Of a partitioned table neither an index is built concurrently, nor does a key take one over.
  if (model === undefined || model.partitioned) return null;
  if (column === undefined || model.columns.has(to)) return null;
  if (!isPlain(column) || isReferredTo(before.tables.values(), table, from)) return null;
  const copies = copiesOf(model, from, to);
  const required = column.nullable ? [] : requireValue(table, to, postgresVersion);
  if (copies === null || required === null) return null;
  const written = writeName(table);
  const [old, fresh] = [codeSpan(from), codeSpan(to)];
  const initial = column.default === null ? '' : ` DEFAULT ${column.default.text}`;
  return [
    migration(
      'The new column beside the old one; nobody waits for it.',
      fileWords('add', table.name, to),
      `ALTER TABLE ${written} ADD COLUMN ${quoteName(to)} ${type}${initial};`,
    ),
    { kind: 'release', text: `Write ${old} and ${fresh} in every INSERT and UPDATE, and still read ${old}.` },
    migration(
      'Old rows get their value, some thousands to a transaction.',
      fileWords('fill', table.name, to),
      copyInBatches(written, quoteName(to), value),
      false,
    ),
    ...copies,
    ...required,
    { kind: 'release', text: `Read ${fresh}. Write both still: servers of the release before read ${old}.` },
    ...(column.nullable || column.default !== null
      ? []
      : [
          migration(
            `Rows without ${old} become possible.`,
            fileWords('relax', table.name, from),
            `ALTER TABLE ${written} ALTER COLUMN ${quoteName(from)} DROP NOT NULL;`,
          ),
        ]),
    { kind: 'release', text: `Write only ${fresh}; no code names ${old} any more.` },
    migration(
      'The old column goes.',
      fileWords('drop', table.name, from),
      `ALTER TABLE ${written} DROP COLUMN ${quoteName(from)};`,
    ),
  ];
}

/** Whether an UPDATE can fill a column, and a default can be written as it stands. */
export function isPlain(column: ColumnModel): boolean {
  return (
    !column.generated && !column.identity && (column.default === null || column.default.kind !== 'other')
  );
}

/** Whether a foreign key points at a column. */
export function isReferredTo(tables: Iterable<TableModel>, table: ObjectName, column: string): boolean {
  for (const { constraints } of tables)
    for (const { constraint } of constraints)
      if (
        constraint.kind === 'foreign-key' &&
        sameName(constraint.references, table) &&
        constraint.referencedColumns.includes(column)
      )
        return true;
  return false;
}

/** The indexes and constraints of the old column for the new one; null where one cannot be copied by its words. */
function copiesOf(
  { name, constraints, indexes }: TableModel,
  from: string,
  to: string,
): RolloutStep[] | null {
  const written = writeName(name);
  const steps: RolloutStep[] = [];
  const moved = (columns: readonly string[]): string[] => columns.map((each) => (each === from ? to : each));
  const list = (columns: readonly string[]): string => columns.map(quoteName).join(', ');
  for (const { constraint } of constraints) {
    if (constraint.kind === 'exclude') return null;
    if (constraint.kind === 'check') {
      if (constraint.expression.columns.includes(from) && constraint.provesNotNull !== from) return null;
      continue;
    }
    if (constraint.kind === 'not-null' || !constraint.columns.includes(from)) continue;
    if (constraint.kind === 'primary-key') return null;
    const columns = moved(constraint.columns);
    const own = joinName(name.name, ...columns, constraint.kind === 'unique' ? 'key' : 'fkey');
    if (own === null) return null;
    if (constraint.kind === 'unique')
      steps.push(
        migration(
          'What is unique stays so: the index first, without a lock.',
          fileWords('index', name.name, ...columns),
          `CREATE UNIQUE INDEX CONCURRENTLY ${quoteName(own)} ON ${written} (${list(columns)});`,
          false,
        ),
        migration(
          'The constraint takes the index over.',
          fileWords('unique', name.name, ...columns),
          `ALTER TABLE ${written} ADD CONSTRAINT ${quoteName(own)} UNIQUE USING INDEX ${quoteName(own)};`,
        ),
      );
    else
      steps.push(
        migration(
          'The foreign key for new rows.',
          fileWords('reference', name.name, ...columns),
          `ALTER TABLE ${written} ADD CONSTRAINT ${quoteName(own)} FOREIGN KEY (${list(columns)}) REFERENCES ${writeName(constraint.references)}${constraint.referencedColumns.length === 0 ? '' : ` (${list(constraint.referencedColumns)})`}${onDelete[constraint.onDelete]} NOT VALID;`,
        ),
        migration(
          'And for old rows, while reads and writes go on.',
          fileWords('validate', own),
          `ALTER TABLE ${written} VALIDATE CONSTRAINT ${quoteName(own)};`,
        ),
      );
  }
  for (const { definition, constraint } of indexes) {
    const columns = definition.columns.flatMap(({ column }) => column ?? []);
    const more = [
      definition.predicate ?? '',
      ...definition.columns.flatMap(({ column, text }) => (column === null ? [text] : [])),
    ];
    if (more.some((text) => text.includes(from)) || definition.include.includes(from)) return null;
    if (constraint !== null || !columns.includes(from)) continue;
    if (columns.length !== definition.columns.length || definition.predicate !== null) return null;
    const own = joinName(name.name, ...moved(columns), 'idx');
    if (own === null) return null;
    const keys = definition.columns.map(
      ({ column, descending }) =>
        `${quoteName(column === from ? to : (column ?? ''))}${descending ? ' DESC' : ''}`,
    );
    steps.push(
      migration(
        'The index for the new column, without a lock.',
        fileWords('index', name.name, ...moved(columns)),
        `CREATE ${definition.unique ? 'UNIQUE ' : ''}INDEX CONCURRENTLY ${quoteName(own)} ON ${written} USING ${definition.method} (${keys.join(', ')});`,
        false,
      ),
    );
  }
  return steps;
}

const onDelete = {
  'no-action': '',
  restrict: ' ON DELETE RESTRICT',
  cascade: ' ON DELETE CASCADE',
  'set-null': ' ON DELETE SET NULL',
  'set-default': ' ON DELETE SET DEFAULT',
} as const;

/** The column becomes NOT NULL without a scan under a lock; null where a name would be too long. */
export function requireValue(
  table: ObjectName,
  column: string,
  postgresVersion: number,
): RolloutStep[] | null {
  const written = writeName(table);
  const steps = notNullSteps(written, table.name, column, postgresVersion);
  if (steps === null) return null;
  return [
    migration(
      'New rows need a value from now on.',
      fileWords('require', table.name, column),
      `ALTER TABLE ${written} ${steps.first};`,
    ),
    { kind: 'migration', text: 'Old rows are checked while reads and writes go on.', ...steps.validate },
    ...steps.finish.map((finish) => ({
      kind: 'migration' as const,
      text: 'The column itself is `NOT NULL`.',
      ...finish,
    })),
  ];
}

export function migration(text: string, name: string, sql: string, transaction = true): RolloutStep {
  return { kind: 'migration', text, name, sql, transaction };
}
