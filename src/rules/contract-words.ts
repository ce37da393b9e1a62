import type { ContractChange } from '../api/contract-change.ts';

/**
 * What contract rules say of a change: its operation, where in it, what changed as a clause, and how many others the
 * same edit changes.
 */
export function contractWords(
  change: ContractChange,
): Record<'operation' | 'others' | 'where' | 'name' | 'said', string> {
  const [where = '', name = ''] = splitOnce(change.subject, ': ');
  const also = change.alsoIn?.length ?? 0;
  return {
    operation: change.operation,
    others: also === 0 ? '' : ` and ${also} other ${also === 1 ? 'operation' : 'operations'}`,
    where,
    name: name === '' ? where : name,
    said: change.message,
  };
}

/** What a contract rule's finding is about: stays the same while lines move. */
export function contractObject(change: ContractChange): string {
  return change.subject === '' ? change.operation : `${change.operation} ${change.subject}`;
}

function splitOnce(text: string, separator: string): string[] {
  const at = text.indexOf(separator);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
}

/** The ids that a rule covers: `request-{body,property}-became-enum` stands for one with each word. */
export function changeIds(...patterns: readonly string[]): readonly string[] {
  return patterns.flatMap((pattern) => {
    const [whole, words] = /\{([^{}]*)\}/.exec(pattern) ?? [];
    if (whole === undefined || words === undefined) return [pattern];
    return changeIds(...words.split(',').map((word) => pattern.replace(whole, word)));
  });
}
