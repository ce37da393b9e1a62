import type { ObjectKind } from '../sql/operation.ts';
import type { Statement } from '../sql/statement.ts';
import { contains } from '../text/range.ts';
import { operationsOf } from './rule.ts';
import type { StatementSubject } from './subject.ts';
import { ownQuery, ownSection } from './transactions.ts';

/** The statements of the same file and direction that stand before this one, in order. */
export function statementsBefore({ statement, siblings }: StatementSubject): readonly Statement[] {
  return siblings.filter(({ range }) => range.start < statement.range.start);
}

/** Of those, the ones that no COMMIT or ROLLBACK parts from it, and no border of what the tool runs by itself. */
export function statementsSinceCommit(subject: StatementSubject): readonly Statement[] {
  const own = ownSection(subject.statement, subject.migration);
  const query = ownQuery(subject.statement, subject.migration);
  // Parts do not overlap: looking each statement's up would cost the cube of a file with thousands of change sets.
  const isInOwn = (other: Statement): boolean =>
    own === undefined ? ownSection(other, subject.migration) === undefined : contains(own.range, other.range);
  const before = statementsBefore(subject).filter(
    (other) => isInOwn(other) && ownQuery(other, subject.migration) === query,
  );
  const ended = before.findLastIndex(({ operations }) =>
    operations.some(({ kind }) => kind === 'commit' || kind === 'rollback'),
  );
  return before.slice(ended + 1);
}

/** The names of the objects of a kind that the file creates, without their schemas. */
export function createdInFile({ siblings }: StatementSubject, kind: ObjectKind): ReadonlySet<string> {
  return new Set(
    siblings
      .flatMap((sibling) => operationsOf(sibling, 'create-object'))
      .flatMap(({ object, name }) => (object === kind ? [name.name] : [])),
  );
}
