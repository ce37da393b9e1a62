import type { OperationKind } from '../../sql/operation.ts';
import { type Match, operationAt } from '../rule.ts';
import type { StatementSubject } from '../subject.ts';
import type { Rollout } from './rollout.ts';
import { rolloutOf } from './rollout-of.ts';

/** The rollout of the operation of a kind at a match; null where nothing uses what it changes: then nothing is in its way. */
export function rolloutAt(kind: OperationKind, match: Match, subject: StatementSubject): Rollout | null {
  const operation = operationAt(subject.statement, kind, match.range);
  if (operation === undefined || match.variant === 'unused') return null;
  return rolloutOf(operation, {
    before: subject.before,
    dialect: subject.statement.dialect,
    postgresVersion: subject.settings.postgresVersion,
    change: {
      base: subject.base,
      earlier: [
        ...subject.earlierInChange,
        ...subject.siblings.filter(({ range }) => range.end <= subject.statement.range.start),
      ],
      after: subject.after,
    },
  });
}
