import type { ContractLevel } from '../contract-change.ts';
import type { Edit } from './edit.ts';

/** A row of the table of checks: edits with these traits are this change. */
export interface Check {
  readonly id: string;
  readonly level: ContractLevel;
  readonly traits: readonly (readonly [keyof Edit, string | boolean])[];
  /** Takes `{name}`, `{place}`, `{from}` and `{to}`. */
  readonly message: string;
}

const positions = ['direction', 'area', 'kind', 'action'] as const;
const flags = ['required', 'deprecated', 'hasDefault', 'readOnly', 'writeOnly', 'wholePath'] as const;
const levels: readonly string[] = ['breaking', 'risky', 'compatible'];

/** Reads `id | level | traits | message` lines; throws on a row that says nothing known. */
export function readCheckTable(table: string): Check[] {
  return table
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [id, level, traits, message] = line.split(' | ').map((cell) => cell.trim());
      if (id === undefined || traits === undefined || message === undefined || !isLevel(level))
        throw new TypeError(`not a row of the table of checks: ${line}`);
      return { id, level, traits: traitsOf(traits), message };
    });
}

function isLevel(level: string | undefined): level is ContractLevel {
  return level !== undefined && levels.includes(level);
}

function traitsOf(cell: string): [keyof Edit, string | boolean][] {
  return cell.split(' ').flatMap((word, index): [keyof Edit, string | boolean][] => {
    const position = positions[index];
    if (position !== undefined) return word === '*' ? [] : [[position, word]];
    const flag = flags.find((each) => each === word.replace('!', ''));
    return [flag === undefined ? ['of', word] : [flag, !word.startsWith('!')]];
  });
}

/** The first check that fits; null where there is none (an edit that changes nothing for callers). */
export function checkFor(checks: readonly Check[], edit: Edit): Check | null {
  return checks.find((check) => check.traits.every(([key, value]) => (edit[key] ?? false) === value)) ?? null;
}

/** The message in words. Names come from the document: what would end a code span or a line is left out. */
export function messageOf(check: Check, edit: Edit): string {
  const values: Readonly<Record<string, string>> = {
    name: edit.name.replace(/[`\p{Cc}]/gu, '').slice(0, 100),
    place: plain(edit.place),
    from: plain(edit.from ?? ''),
    to: plain(edit.to ?? ''),
  };
  return check.message.replace(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole);
}

function plain(text: string): string {
  return text.replace(/[^\w /.+*=-]/g, '').slice(0, 100);
}
