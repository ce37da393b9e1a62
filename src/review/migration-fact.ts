import type { MigrationFact } from '../report/facts.ts';
import { nameKey, showName } from '../sql/object-name.ts';
import type { SqlParser } from '../sql/parse.ts';
import type { SchemaModel } from '../sql/schema/model.ts';
import { indexLines } from '../text/lines.ts';
import type { ChangedSource } from './analysis-input.ts';
import { statementsOf } from './migration-history.ts';
import type { MigrationText } from './migration-text.ts';

/**
 * What a changed migration does. null where its file only moved, and for the down half of a pair, which its up half
 * speaks for.
 */
export function migrationFact(
  { file, base: before, head }: ChangedSource,
  read: MigrationText,
  history: readonly MigrationText[],
  parser: SqlParser,
  base: SchemaModel,
): MigrationFact | null {
  const { migration } = read;
  if (file.status !== 'copied' && before?.text != null && before.text === head?.text) return null;
  const pair = history.filter(
    (other) => other.migration.version === migration.version && other.migration.path !== migration.path,
  );
  const isUp = migration.sections.some((section) => section.direction === 'up');
  if (!isUp && pair.length > 0) return null;
  const statements = statementsOf(read, 'up', parser);
  const lines = indexLines(read.text);
  return {
    path: migration.path,
    framework: migration.framework,
    status:
      file.status === 'removed'
        ? 'removed'
        : file.basePath === null || file.status === 'copied'
          ? 'added'
          : 'modified',
    transaction: migration.transaction,
    operations: statements.flatMap((statement) =>
      statement.operations.map((operation) => ({
        line: lines.lineAt(operation.range.start),
        operation,
        onNewTable:
          'table' in operation && operation.table !== null && !base.tables.has(nameKey(operation.table)),
      })),
    ),
    dataStatements: statements.flatMap(({ query, range }) =>
      query === null || query.kind === 'select'
        ? []
        : query.tables
            .filter(({ access }) => access === 'write')
            .map(({ table }) => ({
              kind: query.kind,
              table: showName(table),
              line: lines.lineAt(range.start),
            })),
    ),
    hasDown: [read, ...pair].some((other) => statementsOf(other, 'down', parser).length > 0),
    failedStatements: statements.filter(({ failure }) => failure !== null).length,
  };
}
