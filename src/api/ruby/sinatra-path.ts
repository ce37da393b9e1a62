import { resolveValue } from './resolve-value.ts';
import type { RubyValue } from './value.ts';

/** The paths of a route: a text, a list of texts, or a plain regular expression. What is made at run time is not known. */
export function sinatraPaths(value: RubyValue, variables: ReadonlyMap<string, RubyValue>): string[] {
  const found = resolveValue(value, variables);
  if (found?.kind === 'list') return found.items.flatMap((item) => sinatraPaths(item, variables));
  if (found?.kind === 'regex') return pathOfRegex(found.text);
  return found?.kind === 'text' ? [plainSinatraPath(found.text)] : [];
}

/** `/x/:id.?:format?`, `/x/?`, `/(:a)`: https://sinatrarb.com/intro.html#routes; optional parts are kept. */
export function plainSinatraPath(path: string): string {
  return path
    .replace(/\(?\.\??:(?:format|ext)\??\)?$/, '')
    .replace(/\/\?$/, '')
    .replace(/\{\+?(\w+)\}/g, ':$1')
    .replace(/[()?\\]/g, '')
    .replace(/\*\w+/g, '*');
}

/** `^/api/(\w+)/items$` is `/api/:1/items`; expressions with more than groups and letters are not followed. */
function pathOfRegex(regex: string): string[] {
  const plain = regex
    .replace(/^(?:\^|\\A)|(?:\$|\\[zZ])$/g, '')
    .replaceAll('\\/', '/')
    .replaceAll('\\-', '-');
  const path = withoutGroups(plain).replaceAll('\\.', '.').replace(/\/\?$/, '');
  return /^\/[\w\-/.:]*$/.test(path) ? [path] : [];
}

/** Each outermost group as a parameter. */
function withoutGroups(regex: string): string {
  let [path, depth, count, start] = ['', 0, 0, 0];
  for (let at = 0; at < regex.length; at++) {
    const letter = regex[at] ?? '';
    const isEscaped = regex[at - 1] === '\\' && regex[at - 2] !== '\\';
    if (letter === '(' && !isEscaped && depth++ === 0) start = at;
    else if (letter === ')' && !isEscaped && depth > 0) {
      if (--depth > 0) continue;
      const group = regex.slice(start, at);
      const isWithSlash = group.startsWith('(?:/') && regex[at + 1] === '?';
      path += `${isWithSlash ? '/' : ''}:${/^\(\?<(\w+)>/.exec(group)?.[1] ?? ++count}`;
      if (regex[at + 1] === '?') at++;
    } else if (depth === 0) path += letter;
  }
  return depth === 0 ? path : '';
}

/** Whether a filter's pattern speaks for a path, segment by segment. */
export function filterMatches(pattern: string, path: string): boolean {
  const [wanted, given] = [pattern.split('/'), path.split('/')];
  for (const [index, segment] of wanted.entries()) {
    const other = given[index];
    if (other === undefined) return false;
    if (segment.includes('*')) return other.startsWith(segment.slice(0, segment.indexOf('*')));
    if (segment !== other && !segment.startsWith(':') && !other.startsWith(':')) return false;
  }
  return wanted.length === given.length;
}
