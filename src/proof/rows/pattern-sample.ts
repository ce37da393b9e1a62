/**
 * A short text that a regular expression of PostgreSQL matches; null where it holds what is not understood here. For the
 * usual patterns of CHECKs: literals, classes, groups, alternatives, repetition, anchors. The caller tries it out.
 * @param choice which character of a class or alternative: different ones give different texts
 */
export function patternSample(pattern: string, choice: number): string | null {
  const reader = { pattern, at: 0, choice };
  const text = alternatives(reader);
  return text === null || reader.at < pattern.length ? null : text;
}

interface Reader {
  readonly pattern: string;
  at: number;
  readonly choice: number;
}

function alternatives(reader: Reader): string | null {
  const texts: string[] = [];
  do {
    if (texts.length > 0) reader.at++;
    const text = sequence(reader);
    if (text === null) return null;
    texts.push(text);
  } while (reader.pattern[reader.at] === '|');
  return texts[reader.choice % texts.length] ?? null;
}

function sequence(reader: Reader): string | null {
  let text = '';
  while (reader.at < reader.pattern.length && !'|)'.includes(reader.pattern[reader.at] ?? '')) {
    const part = atom(reader);
    if (part === null) return null;
    text += part.repeat(repetitions(reader));
  }
  return text;
}

const classes: Readonly<Record<string, string>> = { d: '0123456789', w: 'abcdefghij', s: ' ' };

function atom(reader: Reader): string | null {
  const character = reader.pattern[reader.at++] ?? '';
  if (character === '^' || character === '$') return '';
  if (character === '.') return pick('abcdefghij', reader.choice);
  if (character === '[') return oneOf(reader);
  if (character === '(') return group(reader);
  if (character !== '\\') return character;
  const escaped = reader.pattern[reader.at++] ?? '';
  if (classes[escaped] !== undefined) return pick(classes[escaped], reader.choice);
  if ('AZmMyb'.includes(escaped)) return '';
  return /[a-z0-9]/i.test(escaped) ? null : escaped;
}

function group(reader: Reader): string | null {
  if (reader.pattern.startsWith('?:', reader.at)) reader.at += 2;
  else if (reader.pattern[reader.at] === '?') return null;
  const text = alternatives(reader);
  if (reader.pattern[reader.at++] !== ')') return null;
  return text;
}

function oneOf(reader: Reader): string | null {
  const found = /^(\^?)((?:\[:\w+:\]|\\.|[^\]\\])(?:\[:\w+:\]|\\.|[^\]\\])*)\]/.exec(
    reader.pattern.slice(reader.at),
  );
  if (found === null) return null;
  reader.at += found[0].length;
  const members = charactersOf(found[2] ?? '');
  if (found[1] !== '^') return pick(members, reader.choice);
  const others = [...'abcdefghijklmnopqrstuvwxyz0123456789-_.'].filter((one) => !members.includes(one));
  return pick(others.join(''), reader.choice);
}

const named: Readonly<Record<string, string>> = {
  alpha: 'abcdefghij',
  alnum: 'abcdefghij',
  digit: '0123456789',
  lower: 'abcdefghij',
  upper: 'ABCDEFGHIJ',
  space: ' ',
};

function charactersOf(members: string): string {
  return members
    .replace(/\[:(\w+):\]/g, (_, name: string) => named[name] ?? '')
    .replace(/\\([dws])/g, (_, name: string) => classes[name] ?? '')
    .replace(/\\(.)/g, '$1')
    .replace(/(.)-(.)/g, (_, from: string, to: string) => range(from, to));
}

function range(from: string, to: string): string {
  const first = from.charCodeAt(0);
  const length = Math.min(Math.max(to.charCodeAt(0) - first + 1, 1), 128);
  return Array.from({ length }, (_, index) => String.fromCharCode(first + index)).join('');
}

function pick(characters: string, choice: number): string | null {
  return characters[choice % Math.max(characters.length, 1)] ?? null;
}

/** More are nobody's idea of a short text. */
const mostRepetitions = 500;

function repetitions(reader: Reader): number {
  const found = /^(?:[*?]|\+|\{(\d+)(?:,\d*)?\})\??/.exec(reader.pattern.slice(reader.at));
  if (found === null) return 1;
  reader.at += found[0].length;
  if (found[1] !== undefined) return Math.min(Number(found[1]), mostRepetitions);
  return found[0].startsWith('+') ? 1 : 0;
}
