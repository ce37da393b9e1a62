import type { StatementSubject } from './subject.ts';

/**
 * Answers what was read of a statement's own text the first time: several rules ask the same of each statement. `read`
 * must not look at anything else of the subject.
 */
export function oncePerStatement<Read>(
  read: (subject: Pick<StatementSubject, 'statement' | 'text'>) => Read,
): typeof read {
  const known = new WeakMap<StatementSubject['statement'], Read>();
  return (subject) => {
    const before = known.get(subject.statement);
    if (before !== undefined) return before;
    const found = read(subject);
    known.set(subject.statement, found);
    return found;
  };
}
