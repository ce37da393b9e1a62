import type { TextRange } from '../../text/range.ts';
import type { ReadCode } from './code-file.ts';
import { foldTable, isDistinctive, spellingsOf, wordsOf } from './names.ts';
import type { SoughtObject } from './usage.ts';

/** What a query builder or a client library calls with a table's name. */
const takesTable =
  /\b(?:from|table|into|join|inner_?join|left_?join|knex|insert_?into|select_?from|delete_?from|update_?table|update|with_schema|dataset)\s*\(\s*$/i;
const contracts = /\.(?:json|ya?ml|proto|graphqls?|gql|sdl)$/i;
const takesFunction = /\b(?:rpc|call|fn|func|function|execute|callproc)\s*\(\s*$/i;

/** Where a file names the object exactly, and its table too. Nothing where the name says too little by itself. */
export function likelyUses(object: SoughtObject, code: ReadCode): TextRange[] {
  // A contract that says the name is kept by code that may map it to anything.
  if (contracts.test(code.path)) return [];
  switch (object.kind) {
    case 'table':
      return strings(code, object.table.name).filter(({ start }) =>
        takesTable.test(code.text.slice(Math.max(0, start - 40), start)),
      );
    case 'column':
      return isDistinctive(object.column) &&
        foldTable(object.column) !== foldTable(object.table.name) &&
        namesTable(object.table.name, code)
        ? mentionsOf(object.column, code)
        : [];
    case 'function':
      return strings(code, object.name.name).filter(({ start }) =>
        takesFunction.test(code.text.slice(Math.max(0, start - 40), start)),
      );
    case 'enum-value':
      return isDistinctive(object.value) && namesTable(object.type.name, code)
        ? strings(code, object.value)
        : [];
  }
}

/** Whether anything in the text could mean the object: the cheap question that comes before all others. */
export function mayMention(object: SoughtObject, text: string): boolean {
  switch (object.kind) {
    case 'table':
      return holds(text, tableSpellings(object.table.name));
    case 'column':
      return (
        holds(text, spellingsOf(object.column)) &&
        (wordsOf(object.column).length > 1 || holds(text, tableSpellings(object.table.name)))
      );
    case 'function':
      return holds(text, spellingsOf(object.name.name));
    case 'enum-value':
      return holds(text, [object.value]);
  }
}

/** Whether one of these stands in a text, in any case, as a word or the part of one. */
function holds(text: string, names: readonly string[]): boolean {
  return new RegExp(names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'), 'i').test(
    text,
  );
}

function tableSpellings(table: string): string[] {
  const folded = foldTable(table);
  // The stem without its last letter stands in the plural as well: `category`, `categories`.
  const stem = folded.endsWith('y') ? folded.slice(0, -1) : folded;
  // Prisma's table of a relation of many to many is named after both models, and no file says its name.
  const related = /^_(\w+)To\w+$/.exec(table)?.[1];
  return [table, ...spellingsOf(stem), ...(related === undefined ? [] : [related])];
}

function namesTable(table: string, code: ReadCode): boolean {
  const folded = foldTable(table);
  const parts = wordsOf(table);
  return code
    .tokens()
    .some(({ kind, text }) =>
      kind === 'word' || text.length <= 100
        ? foldTable(text) === folded
        : parts.length > 0 && text.toLowerCase().includes(table.toLowerCase()),
    );
}

/** Strings that are the name, names in code that are spelled so if they have several words, and SQL that does not parse. */
function mentionsOf(column: string, code: ReadCode): TextRange[] {
  const spellings = new Set(wordsOf(column).length > 1 ? spellingsOf(column) : []);
  const words = code.tokens().filter(({ kind, text }) => kind === 'word' && spellings.has(text));
  return [...strings(code, column), ...words.map(({ range }) => range)];
}

function strings(code: ReadCode, name: string): TextRange[] {
  return code
    .tokens()
    .filter(({ kind, text }) => kind === 'string' && (text === name || text.endsWith(`.${name}`)))
    .map(({ range }) => range);
}
