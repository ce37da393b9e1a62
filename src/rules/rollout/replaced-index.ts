import { codeSpan } from '../../report/markdown/code-span.ts';
import type { ObjectName } from '../../sql/object-name.ts';
import { tableIn } from '../evidence.ts';
import { indexLostWith } from '../lost-index.ts';
import { fileWords, quoteName, writeName } from '../sql-text.ts';
import { migration } from './replace-column.ts';
import type { RolloutContext, RolloutStep } from './rollout.ts';

/** An index that the column takes along is there for the other columns before it goes. */
export function replacedIndex(
  table: ObjectName,
  column: string,
  before: RolloutContext['before'],
): readonly RolloutStep[] {
  const known = tableIn(before, table);
  // Of a partitioned table it cannot be built concurrently.
  if (known === undefined || known.partitioned) return [];
  const lost = indexLostWith(column, 'postgres', known.indexes, []);
  const rest = lost?.definition.columns.filter((each) => each.column !== column) ?? [];
  // What is unique together with the column need not be so without it.
  if (lost === undefined || lost.definition.predicate !== null || rest.some((each) => each.column === null))
    return [];
  const keys = rest.map((each) => `${quoteName(each.column ?? '')}${each.descending ? ' DESC' : ''}`);
  return [
    migration(
      `${codeSpan(lost.name)} goes with the column: an index for its other columns, without a lock.`,
      fileWords('index', table.name, ...rest.map((each) => each.column ?? '')),
      `CREATE INDEX CONCURRENTLY ON ${writeName(table)} USING ${lost.definition.method} (${keys.join(', ')});`,
      false,
    ),
  ];
}
