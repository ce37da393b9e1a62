import type { TextRange } from '../text/range.ts';
import type { Dialect } from './dialect.ts';

/** SQL in which what a tool fills in stands as names and parameters, at the same places. */
export interface Masked {
  /** As long as the text that was given. */
  readonly text: string;
  /** Puts the placeholders back into what was read from `text`: names, expressions, anything that holds strings. */
  restore<T>(value: T): T;
}

/** `{{ x }}`, `${x}`, `<%= x %>`, sqlcmd's `$(x)`, psql's `:x`, `:'x'` and `:"x"`. Not `{{ if x }}`, which is no name. */
const placeholder =
  /\{\{-?\s*(?!(?:if|else|end|range|with|define|block|template|for|endfor|endif|#|\/)\b)[^{}\n]*\}\}|\$\{[^}\n]*\}|\$\(\w+\)|<%=[^%\n]*%>|(?<![:\w\]'"]):(?:'\w+'|"\w+"|[a-z_]\w*)/gi;

/** Whether a name is one that a tool fills in, wholly or in part: it is written as it stands, never in quotes. */
export function isFilledIn(name: string): boolean {
  return name.search(placeholder) !== -1;
}

/** A word before a name, and never before a value. */
const beforeName =
  /(?:\b(?:from|into|update|table|join|schema|only|view|index|exists|function|type|role|owner\s+to|user|column|references|database|extension|sequence|trigger|constraint|on|rename\s+to)|\.)\s*$/i;

/**
 * Replaces the placeholders of a stretch by identifiers of the same length, the same one for the same placeholder; a
 * `:x` where a value may stand becomes a parameter. null where there is none, or one that is too short for a name.
 */
export function maskPlaceholders(text: string, range: TextRange, dialect: Dialect): Masked | null {
  const names = new Map<string, string>();
  let short = false;
  const piece = text.slice(range.start, range.end);
  const lower = piece.toLowerCase();
  const masked = piece.replace(placeholder, (found, at: number) => {
    // psql quotes these itself.
    if (/^:['"]/.test(found)) return ` ${found.slice(1)}`;
    const isValue =
      dialect === 'postgres' &&
      found.startsWith(':') &&
      !/^[\w.]/.test(piece.slice(at + found.length)) &&
      !beforeName.test(piece.slice(Math.max(0, at - 40), at));
    const key = `${isValue}${found}`;
    const name = names.get(key) ?? nameFor(found.length, names.size + 1, isValue, lower);
    if (name === null) {
      short = true;
      return found;
    }
    names.set(key, name);
    return name;
  });
  if (short || masked === piece) return null;
  const written = new Map([...names].map(([key, name]) => [name, key.replace(/^(?:true|false)/, '')]));
  const any = new RegExp([...written.keys()].map((name) => name.replace('$', '\\$')).join('|'), 'g');
  const restored = (value: string): string =>
    written.size === 0 ? value : value.replace(any, (name) => written.get(name) ?? name);
  // What stands around a name may look like another one together with it.
  if (restored(masked) !== piece.replace(/(?<![:\w\]'"]):(?=['"])/g, ' ')) return null;
  return {
    text: text.slice(0, range.start) + masked + text.slice(range.end),
    restore: (value) => restoreIn(value, restored) as typeof value,
  };
}

/** An identifier that stands nowhere in the text, or `$01` for a value; null where there is none of that length. */
function nameFor(length: number, number: number, isValue: boolean, text: string): string | null {
  if (isValue) {
    const name = `$${String(number).padStart(length - 1, '0')}`;
    return name.length > length || text.includes(name) ? null : name;
  }
  for (let tried = number; tried < number + 1000; tried++) {
    const name = `_${tried.toString(36)}`.padEnd(length, '_');
    if (name.length > length) return null;
    if (!text.includes(name)) return name;
  }
  return null;
}

/** Lengths and places are numbers: they stay. */
function restoreIn(value: unknown, restored: (value: string) => string): unknown {
  if (typeof value === 'string') return restored(value);
  if (Array.isArray(value)) return value.map((each) => restoreIn(each, restored));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, restoreIn(each, restored)]));
}
