import type { TextRange } from '../text/range.ts';
import type { ChangeElement } from './change-element.ts';
import { type YamlEntry, type YamlMap, type YamlNode, type YamlScalar, yamlNodes } from './yaml-nodes.ts';

/** Aliases stand for copies: a change log of a thousand change sets has some ten thousand elements. */
const maximumElements = 200_000;
/** Aliases nest deeper than the text does. */
const deepest = 60;

/** Labels, contexts, columns: aliases could name a longer list as often as they like. */
const mostWords = 100;

/** Keys whose lists XML does without: their elements belong to what the key stands in. */
const wrappers: ReadonlyMap<string, string | null> = new Map([
  ['changes', null],
  ['columns', 'column'],
]);

/** What stands between the tags in XML has a key of its own here. */
const bodies: ReadonlyMap<string, readonly string[]> = new Map([
  ['sql', ['sql']],
  ['createView', ['selectQuery']],
  ['createProcedure', ['procedureText', 'procedureBody']],
]);

const nothing: Contents = { attributes: new Map(), children: [], text: '', inPlace: null };

/** Keys that are elements of a change set even where their value is a text. */
const spoken = new Set(['sql', 'rollback']);

type Contents = Omit<ChangeElement, 'name' | 'range'>;

/**
 * The change log of a YAML or JSON text, in the elements and attributes that XML has for it: Liquibase reads both into one
 * tree, in which a key is an element and a scalar one an attribute too. null where the text is none, or too much.
 */
export function yamlChangeLog(text: string): ChangeElement | null {
  const document = yamlNodes(text);
  const entry =
    document?.kind === 'map' ? document.entries.find(({ key }) => key === 'databaseChangeLog') : undefined;
  if (entry === undefined) return null;
  const converter = createConverter();
  const root = converter.element(entry, null, 0);
  return converter.isTooMuch() ? null : root;
}

interface Converter {
  element(entry: YamlEntry, alias: TextRange | null, depth: number): ChangeElement;
  /** Whether something was left out. */
  isTooMuch(): boolean;
}

function createConverter(): Converter {
  let left = maximumElements;
  let isTooMuch = false;

  /** @param alias the place of the alias that it was reached by */
  function element(entry: YamlEntry, alias: TextRange | null, depth: number): ChangeElement {
    const { key: name, value } = entry;
    const contents = affords(depth) ? contentsOf(name, value, alias ?? aliasOf(value), depth + 1) : nothing;
    return { name, ...contents, range: alias ?? entry.range };
  }

  function contentsOf(name: string, value: YamlNode, alias: TextRange | null, depth: number): Contents {
    const attributes = new Map<string, string>();
    const children: ChangeElement[] = [];
    if (value.kind === 'scalar') return { attributes, children, ...said(value, alias) };
    let body: YamlScalar | null = null;
    const add = (entry: YamlEntry, isItem: boolean): void => {
      const text = wordOf(entry.value);
      if (text !== null) {
        if (!attributes.has(entry.key)) attributes.set(entry.key, text);
        if (entry.value.kind === 'scalar' && bodies.get(name)?.includes(entry.key) === true)
          body = entry.value;
        if (!isItem && !(name === 'changeSet' && spoken.has(entry.key))) return;
      } else if (entry.value.kind === 'scalar') return;
      if (wrappers.has(entry.key)) children.push(...wrapped(entry, alias, depth));
      else children.push(element(entry, alias, depth));
    };
    const isList = value.kind === 'list' || name === 'rollback';
    for (const part of value.kind === 'list' ? value.items : [value]) {
      if (part.kind !== 'map') continue;
      for (const entry of entriesOf(part, depth)) add(entry, isList);
    }
    return { attributes, children, ...said(body, alias) };
  }

  /** The elements in `changes` and `columns`. Of columns the word `column` may be left out. */
  function wrapped({ key, value }: YamlEntry, above: TextRange | null, depth: number): ChangeElement[] {
    const alias = above ?? aliasOf(value);
    const items = value.kind === 'list' ? value.items : [value];
    const word = wrappers.get(key) ?? null;
    return items.flatMap((item) => {
      if (item.kind !== 'map') return [];
      const place = alias ?? aliasOf(item);
      const entries = entriesOf(item, depth);
      if (word === null || entries.every((entry) => entry.key === word))
        return entries.map((entry) => element(entry, place, depth));
      return [element({ key: word, value: item, range: item.range }, place, depth)];
    });
  }

  /** With what `<<` brings in: own keys go first. */
  function entriesOf(map: YamlMap, depth: number): readonly YamlEntry[] {
    if (!affords(depth)) return [];
    if (!map.entries.some(({ key }) => key === '<<')) return map.entries;
    const entries = new Map(map.entries.filter(({ key }) => key !== '<<').map((entry) => [entry.key, entry]));
    for (const { key, value } of map.entries) {
      if (key !== '<<') continue;
      for (const merged of value.kind === 'list' ? value.items : [value])
        if (merged.kind === 'map')
          for (const entry of entriesOf(merged, depth + 1))
            if (!entries.has(entry.key))
              entries.set(entry.key, {
                ...entry,
                range: merged.range,
                value: asAlias(entry.value, merged.range),
              });
    }
    return [...entries.values()];
  }

  function affords(depth: number): boolean {
    isTooMuch ||= depth > deepest || --left < 0;
    return !isTooMuch;
  }

  return { element, isTooMuch: () => isTooMuch };
}

function asAlias(node: YamlNode, range: TextRange): YamlNode {
  return { ...node, range, isAlias: true };
}

function aliasOf({ isAlias, range }: YamlNode): TextRange | null {
  return isAlias === true ? range : null;
}

function said(scalar: YamlScalar | null, alias: TextRange | null): Pick<ChangeElement, 'text' | 'inPlace'> {
  if (scalar === null) return { text: '', inPlace: null };
  const isElsewhere = alias !== null || scalar.isAlias === true;
  return { text: scalar.text.trim(), inPlace: isElsewhere ? null : scalar.inPlace };
}

/** What an attribute says: a scalar, or several in a list. null for what is no attribute. */
function wordOf(node: YamlNode): string | null {
  if (node.kind === 'map') return null;
  if (node.kind === 'list')
    return node.items.length > 0 &&
      node.items.length <= mostWords &&
      node.items.every(({ kind }) => kind === 'scalar')
      ? node.items.map((item) => wordOf(item) ?? '').join(', ')
      : null;
  if (!node.plain) return node.text;
  if (/^(?:null|~|)$/i.test(node.text)) return null;
  // Liquibase reads YAML 1.1.
  if (/^(?:true|yes|on)$/i.test(node.text)) return 'true';
  return /^(?:false|no|off)$/i.test(node.text) ? 'false' : node.text;
}
