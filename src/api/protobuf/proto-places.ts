import protobuf from 'protobufjs';

interface Word {
  readonly text: string;
  readonly line: number;
}

interface Frame {
  readonly kind: 'file' | 'message' | 'enum' | 'service' | 'members' | 'other';
  /** Of what stands in it: `Order.Line`. */
  readonly scope: string;
  /** Statements that set one. */
  options: number;
}

/** More options of one thing take the parser their number squared. */
const maximumOptions = 5_000;
/** The parser holds every field against every number that is reserved. */
const maximumReserved = 10_000;

/** What a file declares, with the line of each. */
interface Declared {
  readonly places: ReadonlyMap<string, number>;
  /** What it has too many of to be parsed: a clause; null for none. */
  readonly crowded: string | null;
}

/**
 * Lines of what a file declares, from 1: `Order`, `Order.total`, `State.OPEN`, `Orders.Place`, `syntax`, `package`,
 * `option go_package`, `import a/b.proto`, `Order reserved`, `Order extensions`. The parser keeps no places: this reads
 * the same tokens, in linear time. Throws the tokenizer's error for a string or a comment that does not end.
 */
export function declaredIn(text: string): Declared {
  const places = new Map<string, number>();
  const put = (name: string, line: number): void => {
    if (!places.has(name)) places.set(name, line);
  };
  const frames: Frame[] = [{ kind: 'file', scope: '', options: 0 }];
  let most = 0;
  let inline = 0;
  let reserved = 0;
  let words: Word[] = [];
  /** Braces and brackets of options: what is in them declares nothing. */
  let values = 0;
  for (const word of wordsOf(text)) {
    const frame = frames.at(-1) ?? { kind: 'file', scope: '', options: 0 };
    if (values > 0 || word.text === '[' || (word.text === '{' && words[0]?.text === 'option')) {
      if (/^[[{]$/.test(word.text)) values++;
      else if (/^[\]}]$/.test(word.text)) values--;
      if (word.text === '=') most = Math.max(most, ++inline);
    } else if (word.text === ';' || word.text === '{') {
      declare(words, frame, put, word.text === '{');
      if (words[0]?.text === 'option') most = Math.max(most, ++frame.options);
      if (words[0]?.text === 'reserved') reserved += words.length;
      inline = 0;
      if (word.text === '{') frames.push(opened(words, frame));
      words = [];
    } else if (word.text === '}') {
      if (frames.length > 1) frames.pop();
      words = [];
    } else words.push(word);
  }
  return { places, crowded: crowdedBy(most, reserved) };
}

function crowdedBy(options: number, reserved: number): string | null {
  if (options > maximumOptions) return `it has more than ${maximumOptions} options at one place`;
  return reserved > maximumReserved ? `it reserves more than ${maximumReserved} numbers and names` : null;
}

/** Strings are one word, with their quote in front. */
function* wordsOf(text: string): Generator<Word> {
  const tokens = protobuf.tokenize(text, false);
  for (let token = tokens.next(); token !== null; token = tokens.next()) {
    const { line } = tokens;
    if (token === '"' || token === "'") {
      const content = tokens.next() ?? '';
      tokens.next();
      yield { text: `"${content}`, line };
    } else yield { text: token, line };
  }
}

function joined(scope: string, name: string): string {
  return scope === '' ? name : `${scope}.${name}`;
}

/** What a brace opens. `export message X {` (edition 2024) has a word in front. */
function opened(words: readonly Word[], { kind, scope }: Frame): Frame {
  const [first = '', second = '', third = ''] = words.map(({ text }) => text);
  const [keyword, name] =
    /^(?:export|local)$/.test(first) && third !== '' ? [second, third] : [first, second];
  const group = words.findIndex(({ text }) => text === 'group');
  if (keyword === 'oneof' || keyword === 'extend') return { kind: 'members', scope, options: 0 };
  if (group !== -1 && kind !== 'enum')
    return { kind: 'message', scope: joined(scope, words[group + 1]?.text ?? ''), options: 0 };
  if (keyword === 'message' || keyword === 'enum' || keyword === 'service')
    return { kind: keyword, scope: joined(scope, name), options: 0 };
  return { kind: 'other', scope, options: 0 };
}

function declare(
  words: readonly Word[],
  { kind, scope }: Frame,
  put: (name: string, line: number) => void,
  opens: boolean,
): void {
  const [first, second, third] = words;
  if (first === undefined || kind === 'other') return;
  const named = /^(?:export|local)$/.test(first.text) && opens ? third : second;
  const equals = words.findIndex(({ text }) => text === '=');
  if (opens && /^(?:message|enum|service|oneof|export|local)$/.test(first.text)) {
    if (named !== undefined) put(joined(scope, named.text), named.line);
  } else if (kind === 'service') {
    if (first.text === 'rpc' && second !== undefined) put(joined(scope, second.text), second.line);
  } else if (first.text === 'option') {
    const name = words.slice(1, equals === -1 ? undefined : equals).map(({ text }) => text);
    put(`${scope === '' ? '' : `${scope} `}option ${name.join('')}`, first.line);
  } else if (/^(?:reserved|extensions)$/.test(first.text) && equals === -1)
    put(`${scope} ${first.text}`, first.line);
  else if (kind === 'file' && equals === -1) {
    if (first.text === 'import') put(`import ${words.at(-1)?.text.slice(1) ?? ''}`, first.line);
    else put(first.text, first.line);
  } else if (kind === 'file' && /^(?:syntax|edition)$/.test(first.text)) put('syntax', first.line);
  else {
    const name = equals > 0 ? words[equals - 1] : undefined;
    if (name === undefined) return;
    put(joined(scope, name.text), name.line);
    // A group's field has the name of its type in small letters.
    if (words.some(({ text }) => text === 'group')) put(joined(scope, lowerFirst(name.text)), name.line);
  }
}

export function lowerFirst(name: string): string {
  return name.slice(0, 1).toLowerCase() + name.slice(1);
}
