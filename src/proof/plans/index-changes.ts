import { nameKey } from '../../sql/object-name.ts';
import type { OperationOf } from '../../sql/operation.ts';
import type { TextRange } from '../../text/range.ts';
import type { IndexProof } from '../proof.ts';
import type { ProvenMigration } from '../subject.ts';
import type { CatalogIndex } from './read-indexes.ts';

export interface IndexChanges {
  /** `readIndexes` before and after the migrations. */
  readonly before: readonly CatalogIndex[];
  readonly after: readonly CatalogIndex[];
  readonly migrations: readonly Pick<ProvenMigration, 'path' | 'up'>[];
}

export interface Place {
  readonly path: string;
  readonly range: TextRange;
}

export function operationsOf<Kind extends 'create-index' | 'drop-index' | 'drop-constraint'>(
  migrations: IndexChanges['migrations'],
  kind: Kind,
): { readonly operation: OperationOf<Kind>; readonly place: Place }[] {
  return migrations.flatMap(({ path, up }) =>
    up.flatMap(({ range, operations }) =>
      operations
        .filter((operation): operation is OperationOf<Kind> => operation.kind === kind)
        .map((operation) => ({ operation, place: { path, range } })),
    ),
  );
}

/** Whether migrations make or take away an index as such: only then is anything said of it. */
export function changesIndexes(migrations: IndexChanges['migrations']): boolean {
  return (['create-index', 'drop-index', 'drop-constraint'] as const).some(
    (kind) => operationsOf(migrations, kind).length > 0,
  );
}

export function indexKey({ schema, index }: CatalogIndex): string {
  return nameKey({ schema, name: index });
}

export function byIndexPlace(a: IndexProof, b: IndexProof): number {
  if (a.path !== b.path) return a.path < b.path ? -1 : 1;
  return a.range.start - b.range.start || (a.index < b.index ? -1 : 1);
}
