/**
 * A path template with parameters in braces as this project writes paths: `{id}`, `{id:[0-9]+}`, `{id?}` and `{id=1}`
 * become `:id`; `{*rest}`, `{**rest}`, `{rest...}`, `{rest:.*}` and `**` become `*`. Reads each character once.
 */
export function templatePath(template: string): string {
  let path = '';
  for (let at = 0; at < template.length; at++) {
    if (template[at] !== '{') {
      path += template[at];
      continue;
    }
    const end = closing(template, at);
    path += parameterOf(template.slice(at + 1, end));
    at = end;
  }
  return path.replace(/\*{2,}/g, '*');
}

/** Offset of the brace that closes the one at `start`; regular expressions in between may have their own. */
function closing(template: string, start: number): number {
  let depth = 0;
  for (let at = start; at < template.length; at++) {
    if (template[at] === '{') depth++;
    else if (template[at] === '}' && --depth === 0) return at;
  }
  return template.length;
}

function parameterOf(inside: string): string {
  const [, stars = '', name = '', rest = ''] = /^\s*(\**)(\w*)([\s\S]*)$/.exec(inside) ?? [];
  if (stars !== '' || rest.startsWith('...')) return '*';
  if (/^\s*:\s*\(?(?:\?s\))?\.[*+]\)?\s*$/.test(rest)) return '*';
  return name === '' ? '*' : `:${name}${/^-[\w-]*/.exec(rest)?.[0].replaceAll('-', '_') ?? ''}`;
}
