/** The path of `path('users/<int:id>/', …)`: `users/:id/`. */
export function routePath(route: string): string {
  return route.replace(/<(?:(\w+):)?(\w+)>/g, (_, converter: string | undefined, name: string) =>
    converter === 'path' ? '*' : `:${name}`,
  );
}

/**
 * The path of a pattern of `re_path` and `url`: `^users/(?P<id>\d+)/$` is `users/:id/`. What may be left out is, and
 * what stands for any text outside a group is `*`. Linear in the pattern's length.
 */
export function patternPath(pattern: string): string {
  let path = '';
  let at = pattern.startsWith('^') ? 1 : 0;
  while (at < pattern.length) {
    const character = pattern[at] ?? '';
    if (character === '(') {
      const end = groupEnd(pattern, at);
      const group = pattern.slice(at, end);
      at = afterQuantifier(pattern, end);
      path += groupPath(group, pattern.slice(end, at));
    } else if (character === '\\') {
      const next = pattern[at + 1] ?? '';
      const end = afterQuantifier(pattern, at + 2);
      const quantifier = pattern.slice(at + 2, end);
      // `\Z`, `\b` stand between characters; `\d`, `\w` for one.
      if (/[ABbZz]/.test(next)) path += '';
      else if (/[dDsSwW]/.test(next)) path += ':n';
      else if (!quantifier.startsWith('?')) path += next;
      at = end;
    } else if (character === '[') {
      const end = classEnd(pattern, at);
      path += ':n';
      at = afterQuantifier(pattern, end);
    } else if (character === '$' || character === '^') at++;
    else {
      const end = afterQuantifier(pattern, at + 1);
      const quantifier = pattern.slice(at + 1, end);
      // A dot alone is mostly a dot that nobody escaped: `favicon.ico`.
      if (character === '.' && quantifier !== '') path += '*';
      else if (!/^[?*]/.test(quantifier)) path += character;
      at = end;
    }
  }
  return path;
}

/** The end of the group that begins at `start`. */
function groupEnd(pattern: string, start: number): number {
  let depth = 0;
  for (let at = start; at < pattern.length; at++) {
    const character = pattern[at];
    if (character === '\\') at++;
    else if (character === '[') at = classEnd(pattern, at) - 1;
    else if (character === '(') depth++;
    else if (character === ')' && --depth === 0) return at + 1;
  }
  return pattern.length;
}

function classEnd(pattern: string, start: number): number {
  // `[]x]` and `[^]x]` hold a bracket.
  let at = start + (pattern[start + 1] === '^' ? 2 : 1);
  if (pattern[at] === ']') at++;
  for (; at < pattern.length; at++) {
    if (pattern[at] === '\\') at++;
    else if (pattern[at] === ']') return at + 1;
  }
  return pattern.length;
}

function afterQuantifier(pattern: string, start: number): number {
  const character = pattern[start];
  if (character === '{') {
    const end = pattern.indexOf('}', start);
    return end === -1 ? pattern.length : end + 1;
  }
  if (character !== '?' && character !== '*' && character !== '+') return start;
  return pattern[start + 1] === '?' ? start + 2 : start + 1;
}

function groupPath(group: string, quantifier: string): string {
  const name = /^\(\?P<(\w+)>/.exec(group)?.[1];
  if (name !== undefined) return /^\(\?P<\w+>\.[*+]\)$/.test(group) ? '*' : `:${name}`;
  // `(?:…)?` and `(\.json)?` may be left out; look-arounds and flags match no text.
  if (/^\(\?(?:[=!<#]|[a-zA-Z]+\))/.test(group) || /^[?*]/.test(quantifier)) return '';
  if (!group.startsWith('(?:')) return /^\(\.[*+]\)$/.test(group) ? '*' : ':n';
  const inner = group.slice(3, -1);
  return inner.includes('|') || inner.includes('(') ? ':n' : patternPath(inner);
}
