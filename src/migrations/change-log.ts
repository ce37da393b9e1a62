import type { TextRange } from '../text/range.ts';
import { renderChange, runsOn } from './liquibase-changes.ts';
import type { MigrationSection, SynthesizedStatement, TransactionModel } from './migration.ts';
import { type XmlElement, xmlElements } from './xml-elements.ts';

const wrapped: TransactionModel = {
  mode: 'wrapped',
  because: 'Liquibase runs each change set in one transaction',
};
const none: TransactionModel = { mode: 'none', because: 'the change set says `runInTransaction="false"`' };

/** What a change log in XML holds. `asSent` has the text of its `<sql>` elements, and nothing else. */
export function readChangeLog(text: string): {
  readonly sections: readonly MigrationSection[];
  readonly synthesized: readonly SynthesizedStatement[];
  readonly asSent: string;
} | null {
  const root = xmlElements(text).find((element) => element.name === 'databaseChangeLog');
  if (root === undefined) return null;
  const sections: MigrationSection[] = [];
  const synthesized: SynthesizedStatement[] = [];
  const raw: TextRange[] = [];
  for (const changeSet of root.children) {
    if (changeSet.name !== 'changeSet') continue;
    const transaction = changeSet.attributes.get('runInTransaction') === 'false' ? none : wrapped;
    const rollbacks = changeSet.children.filter((child) => child.name === 'rollback');
    for (const range of between(
      changeSet.inner,
      rollbacks.map((rollback) => rollback.range),
    ))
      sections.push({ direction: 'up', range, transaction });
    for (const rollback of rollbacks) sections.push({ direction: 'down', range: rollback.range });
    for (const change of [...changeSet.children, ...rollbacks.flatMap((rollback) => rollback.children)]) {
      if (change.name === 'rollback') continue;
      const dbms = [changeSet, change].flatMap((element) => element.attributes.get('dbms') ?? []);
      if (change.name === 'sql' && dbms.length === 0) raw.push(sqlOf(text, change));
      else
        synthesized.push({
          range: change.range,
          what: change.name,
          sql(dialect) {
            if (!dbms.every((each) => runsOn(each, dialect))) return 'nothing';
            return change.name === 'sql' ? change.text : renderChange(change, dialect);
          },
        });
    }
  }
  return { sections, synthesized, asSent: onlyAt(text, raw) };
}

/** The SQL of a `<sql>` element, without the marks of CDATA. */
function sqlOf(text: string, { inner }: XmlElement): TextRange {
  const cdata = /<!\[CDATA\[([\s\S]*?)\]\]>/.exec(text.slice(inner.start, inner.end));
  if (cdata === null) return inner;
  const start = inner.start + cdata.index + '<![CDATA['.length;
  return { start, end: start + (cdata[1] ?? '').length };
}

/** Blanks of the same length, but for these stretches, each of which ends with a semicolon of its own or what follows it. */
function onlyAt(text: string, ranges: readonly TextRange[]): string {
  let sent = '';
  for (const { start, end } of [...ranges].sort((a, b) => a.start - b.start)) {
    const body = text.slice(start, end).replace(/<!--[\s\S]*?-->/g, (comment) => ' '.repeat(comment.length));
    sent += ' '.repeat(Math.max(0, start - sent.length)) + decoded(body);
    // The next tag begins right behind: there is room for a semicolon.
    if (sent.length < text.length) sent += ';';
  }
  return sent + ' '.repeat(text.length - sent.length);
}

/** Entities, in as much room as they take. */
function decoded(text: string): string {
  return text
    .replaceAll('&lt;', '<   ')
    .replaceAll('&gt;', '>   ')
    .replaceAll('&amp;', '&    ')
    .replaceAll('&quot;', '"     ')
    .replaceAll('&apos;', "'     ");
}

function between(whole: TextRange, holes: readonly TextRange[]): TextRange[] {
  const parts: TextRange[] = [];
  let { start } = whole;
  for (const hole of holes) {
    parts.push({ start, end: hole.start });
    start = hole.end;
  }
  return [...parts, { start, end: whole.end }];
}

/** Whether a file is a change log in a form that is not read. */
export function isUnreadChangeLog(path: string, text: string): boolean {
  return /\.(?:ya?ml|json)$/i.test(path) && /^[\s{]*["']?databaseChangeLog["']?\s*:/.test(text);
}
