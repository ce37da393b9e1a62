import { codeSpan } from '../../report/markdown/code-span.ts';
import type { ObjectName } from '../../sql/object-name.ts';
import { sameName } from '../../sql/object-name.ts';
import type { OperationOf } from '../../sql/operation.ts';
import type { QueryShape } from '../../sql/query-shape.ts';
import type { Statement } from '../../sql/statement.ts';
import { fillTogether } from '../back-fill.ts';
import { columnIn, tableIn } from '../evidence.ts';
import { fileWords, quoteName, writeName } from '../sql-text.ts';
import { isPlain, isReferredTo, migration, requireValue } from './replace-column.ts';
import { replacedIndex } from './replaced-index.ts';
import type { Rollout, RolloutContext, RolloutStep } from './rollout.ts';

/** A column that takes a part of what the old one holds. */
interface Part {
  readonly name: string;
  /** As SQL writes it. */
  readonly type: string;
  /** ` DEFAULT ''`, or nothing. */
  readonly initial: string;
  /** In terms of the old column. */
  readonly value: string;
}

interface Parts {
  readonly parts: readonly Part[];
  /** Whether rows without a value of the old column are left as they are. */
  readonly onlyPresent: boolean;
}

/**
 * Several new columns in the place of one that the same change drops after it has filled them from it. null where the
 * change is none of that kind, or where the old column is more than a plain one.
 */
export function splitColumn(
  { table, column }: OperationOf<'drop-column'>,
  { change: { base, earlier, after }, postgresVersion }: RolloutContext,
): Rollout | null {
  const known = columnIn(base, table, column);
  if (known === undefined || !isPlain(known) || isReferredTo(base.tables.values(), table, column))
    return null;
  if (isKey(base, table, column)) return null;
  const found = partsOf(table, column, earlier);
  if (found === null || found.parts.some(({ name }) => tableIn(base, table)?.columns.has(name))) return null;
  const { parts, onlyPresent } = found;
  const required: RolloutStep[] = [];
  for (const { name } of parts) {
    if (columnIn(after, table, name)?.nullable !== false) continue;
    const steps = requireValue(table, name, postgresVersion);
    if (steps === null) return null;
    required.push(...steps);
  }
  const written = writeName(table);
  const old = codeSpan(column);
  const names = parts.map(({ name }) => name);
  const fresh = listed(names);
  return [
    migration(
      'The new columns beside the old one; nobody waits for them.',
      fileWords('add', table.name, ...names),
      `ALTER TABLE ${written} ${parts.map(({ name, type, initial }) => `ADD COLUMN ${quoteName(name)} ${type}${initial}`).join(', ')};`,
    ),
    { kind: 'release', text: `Write ${old}, ${fresh} in every INSERT and UPDATE, and still read ${old}.` },
    migration(
      'Old rows get their values, some thousands to a transaction.',
      fileWords('fill', table.name, ...names),
      fillTogether(
        written,
        parts.map(({ name, type, value }) => ({ column: quoteName(name), type, value })),
        onlyPresent ? `${quoteName(column)} IS NOT NULL` : null,
      ),
      false,
    ),
    ...required,
    { kind: 'release', text: `Read ${fresh}. Write ${old} still: servers of the release before read it.` },
    ...(known.nullable || known.default !== null
      ? []
      : [
          migration(
            `Rows without ${old} become possible.`,
            fileWords('relax', table.name, column),
            `ALTER TABLE ${written} ALTER COLUMN ${quoteName(column)} DROP NOT NULL;`,
          ),
        ]),
    { kind: 'release', text: `Write only ${fresh}; no code names ${old} any more.` },
    ...replacedIndex(table, column, base),
    migration(
      'The old column goes.',
      fileWords('drop', table.name, column),
      `ALTER TABLE ${written} DROP COLUMN ${quoteName(column)};`,
    ),
  ];
}

function isKey(base: RolloutContext['before'], table: ObjectName, column: string): boolean {
  const constraints = tableIn(base, table)?.constraints ?? [];
  return constraints.some(
    ({ constraint }) => constraint.kind === 'primary-key' && constraint.columns.includes(column),
  );
}

/** The new columns that statements fill from the old one; null where they are less than two, or not plain. */
function partsOf(table: ObjectName, column: string, statements: readonly Statement[]): Parts | null {
  const fills = statements.flatMap(({ query }) =>
    query === null ? [] : (fillOf(query, table, column) ?? []),
  );
  const [first] = fills;
  if (first === undefined || fills.some(({ onlyPresent }) => onlyPresent !== first.onlyPresent)) return null;
  const values = new Map(fills.flatMap(({ values: own }) => own));
  const parts: Part[] = [];
  for (const operation of statements.flatMap(({ operations }) => operations)) {
    if (operation.kind !== 'add-column' || !sameName(operation.table, table)) continue;
    const {
      name,
      type,
      default: initial,
      generated,
      identity,
      autoIncrement,
      constraints,
    } = operation.column;
    const value = values.get(name);
    if (value === undefined) continue;
    const isPlainColumn =
      generated === null && identity === null && !autoIncrement && constraints.length === 0;
    if (!isPlainColumn || initial?.kind === 'other') return null;
    parts.push({ name, type: type.text, initial: initial === null ? '' : ` DEFAULT ${initial.text}`, value });
  }
  return parts.length < 2 || parts.length < values.size ? null : { parts, onlyPresent: first.onlyPresent };
}

/** What an UPDATE of the whole table sets from the one column; null for any other query. */
function fillOf(
  { kind, tables, nested, partial, where, assignments = [], columnsWritten }: QueryShape,
  table: ObjectName,
  column: string,
): { readonly values: readonly (readonly [string, string])[]; readonly onlyPresent: boolean } | null {
  const [target, ...others] = tables;
  if (kind !== 'update' || partial || target === undefined || others.length + nested.length > 0) return null;
  if (!sameName(target.table, table) || target.alias !== null) return null;
  const [condition, ...more] = where ?? [];
  const onlyPresent = condition?.operator === 'is-not-null' && condition.column?.column === column;
  if (more.length > 0 || (condition !== undefined && !onlyPresent)) return null;
  // A value that is another one each time would be filled for ever.
  const isFromOld = assignments.every(
    ({ value }) =>
      value.volatility === 'immutable' && value.columns.length === 1 && value.columns[0] === column,
  );
  if (!isFromOld || assignments.length !== columnsWritten.length) return null;
  return { values: assignments.map((each) => [each.column, each.value.text]), onlyPresent };
}

function listed(names: readonly string[]): string {
  const spans = names.map(codeSpan);
  return `${spans.slice(0, -1).join(', ')} and ${spans.at(-1)}`;
}
