/** `{id}`, `{id:[0-9]{3}}`, `{rest...}`, `{$}` of net/http, chi and gorilla/mux. */
export function bracePath(path: string): string {
  let text = '';
  let depth = 0;
  let start = 0;
  for (let at = 0; at < path.length; at++) {
    const character = path[at];
    if (character === '{' && depth++ === 0) start = at + 1;
    else if (character === '}' && depth > 0) {
      if (--depth === 0) text += parameter(path.slice(start, at));
    } else if (depth === 0) text += character;
  }
  return text;
}

function parameter(inside: string): string {
  if (inside === '$') return '';
  const colon = inside.indexOf(':');
  const name = (colon === -1 ? inside : inside.slice(0, colon)).trim();
  const pattern = colon === -1 ? '' : inside.slice(colon + 1);
  return name.endsWith('...') || pattern === '.*' || pattern === '.+' ? '*' : `:${name.replace(/\W/g, '_')}`;
}

/** `:id`, `*rest` of gin and Echo. */
export function colonPath(path: string): string {
  return path.replace(/\*\w*/g, '*');
}

/** `:id?`, `:id<int;min(1)>`, `+`, `*1` of Fiber. */
export function fiberPath(path: string): string {
  return path.replace(/(:\w+)(?:<[^<>]*>)?\??/g, '$1').replace(/[*+]\d*/g, '*');
}
