import type { ChangeElement } from './change-element.ts';

interface OpenElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: ChangeElement[];
  readonly start: number;
  readonly innerStart: number;
}

const markup =
  /<!--[\s\S]*?(?:-->|$)|<!\[CDATA\[[\s\S]*?(?:\]\]>|$)|<\?[\s\S]*?(?:\?>|$)|<![^>]*(?:>|$)|<\/([\w:.-]+)\s*>|<([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>/g;
const attribute = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/** What is nested deeper is no change log. */
const deepest = 50;

/**
 * The outermost elements of a document that somebody wrote by hand: enough for change logs, whose meaning is in elements
 * and attributes. Nothing is validated, no entity but the five of XML is known, and nothing makes it fail.
 */
export function xmlElements(text: string): readonly ChangeElement[] {
  const roots: ChangeElement[] = [];
  const open: OpenElement[] = [];
  const close = (innerEnd: number, end: number): void => {
    const begun = open.pop();
    if (begun === undefined) return;
    const { name, attributes, children, start, innerStart } = begun;
    const inner = children.every((child) => child.name === 'comment')
      ? withoutComments(text.slice(innerStart, innerEnd), innerStart, children)
      : '';
    const element = {
      name,
      attributes,
      children,
      text: plainText(inner),
      range: { start, end },
      inPlace: inPlace(inner, innerStart),
    };
    (open.at(-1)?.children ?? roots).push(element);
  };
  for (const match of text.matchAll(markup)) {
    const end = match.index + match[0].length;
    const [, closing, opening, attributes = '', empty] = match;
    if (opening !== undefined && open.length < deepest) {
      open.push({
        name: localName(opening),
        attributes: readAttributes(attributes),
        children: [],
        start: match.index,
        innerStart: end,
      });
      if (empty === '/') close(end, end);
    } else if (closing !== undefined && open.some(({ name }) => name === localName(closing))) {
      while (open.at(-1)?.name !== localName(closing)) close(match.index, match.index);
      close(match.index, end);
    }
  }
  while (open.length > 0) close(text.length, text.length);
  return roots;
}

function readAttributes(text: string): ReadonlyMap<string, string> {
  return new Map(
    [...text.matchAll(attribute)].map(([, name = '', double, single]) => [
      name,
      decodeEntities(double ?? single ?? ''),
    ]),
  );
}

function plainText(text: string): string {
  const cdata = /<!\[CDATA\[([\s\S]*?)\]\]>/.exec(text);
  return (cdata === null ? decodeEntities(text.replace(/<!--[\s\S]*?-->/g, ' ')) : (cdata[1] ?? '')).trim();
}

/** `<comment>` may stand before the SQL: blanks of the same length. */
function withoutComments(inner: string, start: number, comments: readonly ChangeElement[]): string {
  return comments.reduce(
    (text, { range }) =>
      text.slice(0, range.start - start) +
      ' '.repeat(range.end - range.start) +
      text.slice(range.end - start),
    inner,
  );
}

/** Without the marks of CDATA and comments; entities in as much room as they take. */
function inPlace(inner: string, start: number): ChangeElement['inPlace'] {
  const cdata = /<!\[CDATA\[([\s\S]*?)\]\]>/.exec(inner);
  if (cdata !== null) return { start: start + cdata.index + '<![CDATA['.length, text: cdata[1] ?? '' };
  const text = inner
    .replace(/<!--[\s\S]*?-->/g, (comment) => ' '.repeat(comment.length))
    .replace(/&(lt|gt|amp|quot|apos);/g, (entity, name: string) =>
      (entities[name] ?? '').padEnd(entity.length),
    );
  return { start, text };
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function decodeEntities(text: string): string {
  return text.replace(/&(lt|gt|amp|quot|apos);/g, (_, name: string) => entities[name] ?? '');
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
