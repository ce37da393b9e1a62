import type { ObjectName } from '../sql/object-name.ts';
import { columnIn, tableIn } from './evidence.ts';
import { isOn } from './severity.ts';
import type { StatementSubject } from './subject.ts';

/** Whether an INSERT that leaves the column out fails: it is NOT NULL, and nothing fills it. Keys are another matter. */
export function isRequired(subject: StatementSubject, table: ObjectName, column: string): boolean {
  const known = columnIn(subject.before, table, column);
  if (known === undefined || known.nullable || known.default !== null) return false;
  if (known.generated || known.identity) return false;
  return !tableIn(subject.before, table)?.constraints.some(
    ({ constraint }) => constraint.kind === 'primary-key' && constraint.columns.includes(column),
  );
}

/** Whether `drop-column-not-null-no-default-rollback` says of a dropped column what `drop-column` would say of it. */
export function isToldAsRequired(subject: StatementSubject, table: ObjectName, column: string): boolean {
  return isOn(ownRule, subject.settings) && isRequired(subject, table, column);
}

const ownRule = { id: 'drop-column-not-null-no-default-rollback', state: 'stable' } as const;
