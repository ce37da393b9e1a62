import type { RustExpression } from './facts.ts';
import { type Argument, unknownValue, type Value } from './values.ts';

/** `format!("{}/users", BASE)`, `format!("{BASE}/users")`, `concat!("/a", "/b")`. */
export function textOfMacro(
  { name, parts }: Extract<RustExpression, { kind: 'macro' }>,
  evaluate: (part: RustExpression) => Value,
): Value {
  if (name === 'concat') return joined(parts.map(evaluate));
  const [format, ...rest] = parts;
  if (format?.kind !== 'text') return unknownValue;
  const pieces: Value[] = [];
  let at = 0;
  let next = 0;
  for (const match of format.text.matchAll(/\{(\w*)\}|\{\{|\}\}/g)) {
    pieces.push(whole(format.text.slice(at, match.index)));
    at = match.index + match[0].length;
    if (match[1] === undefined) pieces.push(whole(match[0].slice(1)));
    else pieces.push(argumentOf(match[1], rest, next, evaluate));
    if (match[1] === '') next++;
  }
  pieces.push(whole(format.text.slice(at)));
  return joined(pieces.filter((piece) => piece.kind !== 'text' || piece.text !== ''));
}

function argumentOf(
  name: string,
  rest: readonly RustExpression[],
  next: number,
  evaluate: (part: RustExpression) => Value,
): Value {
  if (name !== '')
    return evaluate({ kind: 'path', segments: [name], generic: '', seen: { text: name, path: '', line: 0 } });
  const part = rest[next];
  return part === undefined ? unknownValue : evaluate(part);
}

function whole(text: string): Value {
  return { kind: 'text', text, isWhole: true };
}

/** Texts one behind the other; what is not known may only stand at the beginning. */
function joined(pieces: readonly Value[]): Value {
  let text = '';
  let isWhole = true;
  for (const [index, piece] of pieces.entries()) {
    if (piece.kind === 'text') {
      text += piece.text;
      isWhole &&= piece.isWhole;
    } else if (index === 0) isWhole = false;
    else return unknownValue;
  }
  return { kind: 'text', text, isWhole };
}

/** What is done with lists of routes, and with lists of texts. */
export function listMethod(
  list: Extract<Value, { kind: 'list' }>,
  name: string,
  args: readonly Argument[],
): Value {
  const [first] = args;
  switch (name) {
    case 'append':
    case 'extend':
    case 'chain':
    case 'extend_from_slice':
      if (first?.value.kind === 'list' && first.value !== list)
        list.items.push(...first.value.items.slice(0, 10_000));
      return list;
    case 'push':
      if (first !== undefined) list.items.push(first);
      return list;
    case 'concat':
    case 'flatten':
    case 'join': {
      if (list.items.some(({ value }) => value.kind === 'text'))
        return joined(list.items.map(({ value }) => value));
      return {
        kind: 'list',
        items: list.items.flatMap((item) => (item.value.kind === 'list' ? item.value.items : [item])),
      };
    }
    case 'clone':
      return { kind: 'list', items: [...list.items] };
    default:
      return list;
  }
}
