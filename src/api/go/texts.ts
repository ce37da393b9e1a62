import { knownText, textValue, type Value } from './values.ts';

const methodConstant = /^(?:Method)?(Get|Post|Put|Patch|Delete|Head|Options|Connect|Trace)$/i;

/** Constants of other modules that are texts: `http.MethodGet`, `echo.GET`. */
export function knownMethod(importPath: string, name: string): Value | null {
  if (!/^net\/http$|labstack\/echo|gofiber\/fiber/.test(importPath)) return null;
  const method = methodConstant.exec(name)?.[1];
  return method === undefined || name === 'Get' ? null : textValue(method.toUpperCase());
}

/** What functions of the standard library make of texts that are known. */
export function textOfCall(importPath: string, name: string, args: readonly Value[]): Value | null {
  const [first, ...rest] = args;
  switch (`${importPath}.${name}`) {
    case 'fmt.Sprintf':
      return formatted(knownText(first), rest);
    case 'path.Join':
    case 'net/url.JoinPath':
      return joined(args);
    case 'strings.TrimSuffix':
    case 'strings.TrimRight':
    case 'strings.TrimPrefix':
    case 'strings.ToLower':
    case 'strings.ToUpper':
      return trimmed(name, knownText(first), knownText(rest[0]));
    default:
      return null;
  }
}

function formatted(format: string | null, args: readonly Value[]): Value | null {
  if (format === null) return null;
  let text = '';
  let at = 0;
  let next = 0;
  for (const match of format.matchAll(/%[sv%]/g)) {
    text += format.slice(at, match.index);
    at = match.index + 2;
    if (match[0] === '%%') text += '%';
    else {
      const known = knownText(args[next++]);
      // What stands before an unknown beginning says nothing; an unknown middle is no path.
      if (known === null) return text === '' && next === 1 ? tail(format.slice(at), args.slice(next)) : null;
      text += known;
    }
  }
  text += format.slice(at);
  return /%[a-z]/.test(text) ? null : textValue(text);
}

function tail(format: string, args: readonly Value[]): Value | null {
  const rest = formatted(format, args);
  return rest?.kind === 'text' ? textValue(rest.text, false) : null;
}

function joined(args: readonly Value[]): Value | null {
  const known = args.map(knownText);
  const texts = known.flatMap((text) => text ?? []);
  if (texts.length === known.length) return textValue(texts.join('/').replace(/\/{2,}/g, '/'));
  return known[0] === null && texts.length === known.length - 1
    ? textValue(`/${texts.join('/')}`, false)
    : null;
}

function trimmed(name: string, text: string | null, part: string | null): Value | null {
  if (text === null) return null;
  if (name === 'ToLower') return textValue(text.toLowerCase());
  if (name === 'ToUpper') return textValue(text.toUpperCase());
  if (part === null || part === '') return null;
  if (name === 'TrimPrefix') return textValue(text.startsWith(part) ? text.slice(part.length) : text);
  return textValue(text.endsWith(part) ? text.slice(0, -part.length) : text);
}
