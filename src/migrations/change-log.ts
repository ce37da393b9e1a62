import { dialects } from '../sql/dialect.ts';
import type { TextRange } from '../text/range.ts';
import type { ChangeElement } from './change-element.ts';
import { databasesOf, renderChange, runsOn } from './liquibase-changes.ts';
import type {
  MigrationSection,
  Parameter,
  Run,
  SynthesizedStatement,
  TransactionModel,
} from './migration.ts';
import { hasParameter, withParameters } from './parameters.ts';

const wrapped: TransactionModel = {
  mode: 'wrapped',
  because: 'Liquibase runs each change set in one transaction',
};

/** What a change log in XML, YAML or JSON holds. */
interface ChangeLog {
  readonly sections: readonly MigrationSection[];
  readonly synthesized: readonly SynthesizedStatement[];
  /** The text of its `sql` elements that can be pointed at, and nothing else. */
  readonly asSent: string;
  /** The other files that it names, and its own change sets, in their order. */
  readonly runs: readonly Run[];
  readonly parameters: readonly Parameter[];
}

/**
 * Reads the change sets of a change log.
 * @param root the element `databaseChangeLog`
 * @param because which words of the form take a change set out of its transaction
 */
export function readChangeLog(text: string, root: ChangeElement, because: string): ChangeLog {
  const none: TransactionModel = { mode: 'none', because };
  const sections: MigrationSection[] = [];
  const synthesized: SynthesizedStatement[] = [];
  const runs: Run[] = [];
  const parameters = root.children.flatMap(parameterOf);
  const inPlace: NonNullable<ChangeElement['inPlace']>[] = [];
  for (const element of root.children) {
    const named = inclusionOf(element);
    if (named !== null) runs.push(named);
    if (element.name !== 'changeSet') continue;
    if (!runs.some(({ what }) => what === 'itself')) runs.push({ what: 'itself' });
    const isOff = element.attributes.get('runInTransaction')?.toLowerCase() === 'false';
    const transaction = isOff ? none : wrapped;
    for (const range of between(element.children)) sections.push({ direction: 'up', range, transaction });
    for (const change of element.children) {
      const isDown = change.name === 'rollback';
      if (isDown) sections.push({ direction: 'down', range: change.range });
      for (const each of isDown ? backOf(change) : [change]) read(each, element, isDown);
    }

    function read(change: ChangeElement, changeSet: ChangeElement, isDown: boolean): void {
      const dbms = [changeSet, change].flatMap(databasesOfElement);
      const own = change.name === 'sql' && dbms.length === 0 ? change.inPlace : null;
      if (own !== null && !hasParameter(own.text)) {
        inPlace.push(own);
        return;
      }
      const statement = statementOf(change, dbms, parameters);
      synthesized.push(statement);
      const path = change.attributes.get('path');
      if (change.name !== 'sqlFile' || path === undefined) return;
      const isOurs = dialects.some((dialect) => dbms.every((each) => runsOn(each, dialect)));
      const direction = isOurs ? (isDown ? 'down' : 'up') : null;
      runs.push({
        what: 'file',
        path,
        isRelative: isRelative(change),
        by: { statement, direction, transaction },
      });
    }
  }
  return { sections, synthesized, asSent: onlyAt(text, inPlace), runs, parameters };
}

/** The databases that an element is for, as it says it; none where it is for all. */
function databasesOfElement({ attributes }: ChangeElement): string[] {
  const context = attributes.get('contextFilter') ?? attributes.get('context') ?? null;
  return [attributes.get('dbms') ?? null, databasesOf(context)].filter((each) => each !== null);
}

function statementOf(
  change: ChangeElement,
  dbms: readonly string[],
  own: readonly Parameter[],
): SynthesizedStatement {
  return {
    range: change.range,
    what: change.name,
    sql(dialect, parameters = []) {
      if (!dbms.every((each) => runsOn(each, dialect))) return 'nothing';
      const written = withParameters(change, [...parameters, ...own], dialect);
      if (written.name !== 'sql') return renderChange(written, dialect);
      return hasParameter(written.text) ? 'unknown' : written.text;
    },
  };
}

function parameterOf(element: ChangeElement): Parameter[] {
  const [name, value] = [element.attributes.get('name'), element.attributes.get('value')];
  if (element.name !== 'property' || name === undefined || value === undefined) return [];
  return [{ name, value, databases: databasesOfElement(element) }];
}

/** A way back is made of changes, or is SQL itself. */
function backOf(rollback: ChangeElement): readonly ChangeElement[] {
  if (rollback.children.length > 0) return rollback.children;
  const isSql = rollback.text !== '' && !/^(?:not required|empty|none)\s*;?$/i.test(rollback.text);
  return isSql ? [{ ...rollback, name: 'sql' }] : [];
}

function inclusionOf(element: ChangeElement): Run | null {
  const { name, attributes } = element;
  const path = attributes.get(name === 'include' ? 'file' : 'path');
  if ((name !== 'include' && name !== 'includeAll') || path === undefined) return null;
  return name === 'include'
    ? { what: 'file', path, isRelative: isRelative(element), by: null }
    : { what: 'folder', path, isRelative: isRelative(element) };
}

function isRelative({ attributes }: ChangeElement): boolean {
  return attributes.get('relativeToChangelogFile')?.toLowerCase() === 'true';
}

/** Blanks of the same length, but for these stretches, each of which ends with a semicolon of its own or what follows it. */
function onlyAt(text: string, stretches: readonly NonNullable<ChangeElement['inPlace']>[]): string {
  let sent = '';
  for (const { start, text: own } of [...stretches].sort((a, b) => a.start - b.start)) {
    sent += ' '.repeat(Math.max(0, start - sent.length)) + own;
    // What ends it stands right behind: there is room for a semicolon.
    if (sent.length < text.length) sent += ';';
  }
  return sent + ' '.repeat(Math.max(0, text.length - sent.length));
}

/** From the first to the last of the changes between the ways back. */
function between(changes: readonly ChangeElement[]): TextRange[] {
  const parts: TextRange[] = [];
  let open: TextRange | null = null;
  for (const { name, range } of changes) {
    if (name === 'rollback') {
      if (open !== null) parts.push(open);
      open = null;
    } else {
      const before: TextRange = open ?? range;
      open = { start: Math.min(before.start, range.start), end: Math.max(before.end, range.end) };
    }
  }
  return open === null ? parts : [...parts, open];
}
