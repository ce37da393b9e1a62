export interface Location {
  readonly line: number;
  readonly column: number;
}

export type Value =
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'enum'; readonly name: string }
  | {
      readonly kind: 'scalar';
      readonly type: 'Int' | 'Float' | 'String' | 'Boolean' | 'null';
      readonly value: unknown;
    }
  | { readonly kind: 'list'; readonly values: readonly Value[] }
  | { readonly kind: 'object'; readonly fields: ReadonlyMap<string, Value> };

export interface Directive {
  readonly name: string;
  readonly args: ReadonlyMap<string, Value>;
}

export interface FieldNode {
  readonly kind: 'field';
  readonly name: string;
  /** The key in the answer: the alias, or the name. */
  readonly key: string;
  readonly args: ReadonlyMap<string, Value>;
  readonly directives: readonly Directive[];
  readonly selections: readonly Selection[];
  readonly at: Location;
}

export type Selection =
  | FieldNode
  | {
      readonly kind: 'spread';
      readonly name: string;
      readonly directives: readonly Directive[];
      readonly at: Location;
    }
  | {
      readonly kind: 'inline';
      readonly on: string | null;
      readonly directives: readonly Directive[];
      readonly selections: readonly Selection[];
      readonly at: Location;
    };

export interface VariableDefinition {
  readonly name: string;
  /** As written: `Int!`, `[ID!]`. */
  readonly type: string;
  readonly initial: Value | null;
}

export interface Operation {
  readonly kind: 'query' | 'mutation' | 'subscription';
  readonly name: string | null;
  readonly variables: readonly VariableDefinition[];
  readonly selections: readonly Selection[];
  readonly at: Location;
}

interface Fragment {
  readonly name: string;
  readonly on: string;
  readonly selections: readonly Selection[];
}

export interface Document {
  readonly operations: readonly Operation[];
  readonly fragments: ReadonlyMap<string, Fragment>;
}

/** A query that is not GraphQL; the message is GitHub's. */
export class QuerySyntaxError extends Error {
  override readonly name = 'QuerySyntaxError';
  readonly code = 'query-syntax';
  readonly at: Location;

  constructor(found: string, at: Location) {
    super(`Parse error on ${JSON.stringify(found)} at [${at.line}, ${at.column}]`);
    this.at = at;
  }
}

interface Token {
  readonly kind: 'punctuation' | 'name' | 'number' | 'string' | 'end';
  readonly text: string;
  readonly at: Location;
}

const tokenForm =
  /(?<skip>[\s,\ufeff]+|#[^\n]*)|(?<punctuation>\.\.\.|[!$&()[\]{}:=@|])|(?<name>[_A-Za-z]\w*)|(?<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?<string>"""[\s\S]*?"""|"(?:\\.|[^"\\\n])*")/y;

function tokens(source: string): Token[] {
  const found: Token[] = [];
  const at = (offset: number): Location => {
    const before = source.slice(0, offset).split('\n');
    return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  };
  const form = new RegExp(tokenForm);
  while (form.lastIndex < source.length) {
    const offset = form.lastIndex;
    const groups = form.exec(source)?.groups;
    if (!groups) throw new QuerySyntaxError(source.charAt(offset), at(offset));
    for (const kind of ['punctuation', 'name', 'number', 'string'] as const) {
      const text = groups[kind];
      if (text !== undefined) found.push({ kind, text, at: at(offset) });
    }
  }
  return [...found, { kind: 'end', text: '', at: at(source.length) }];
}

/** Parses a GraphQL document. Throws `QuerySyntaxError`. */
export function parseQuery(source: string): Document {
  const list = tokens(source);
  let position = 0;
  const peek = (): Token => list[Math.min(position, list.length - 1)] as Token;
  const next = (): Token => {
    const token = peek();
    position += 1;
    return token;
  };
  const fail = (token = peek()): never => {
    throw new QuerySyntaxError(token.text, token.at);
  };
  const is = (text: string) =>
    peek().text === text && (peek().kind === 'punctuation' || peek().kind === 'name');
  const take = (text: string): boolean => {
    if (!is(text)) return false;
    position += 1;
    return true;
  };
  const expect = (text: string): void => {
    if (!take(text)) fail();
  };
  const name = (): string => (peek().kind === 'name' ? next().text : fail());
  const until = <T>(close: string, read: () => T): T[] => {
    const all: T[] = [];
    while (!take(close)) {
      if (peek().kind === 'end') fail();
      all.push(read());
    }
    return all;
  };

  function value(): Value {
    const token = next();
    if (token.text === '$' && token.kind === 'punctuation') return { kind: 'variable', name: name() };
    if (token.text === '[' && token.kind === 'punctuation')
      return { kind: 'list', values: until(']', value) };
    if (token.text === '{' && token.kind === 'punctuation')
      return { kind: 'object', fields: new Map(until('}', pair)) };
    if (token.kind === 'number') {
      const type = /^-?\d+$/.test(token.text) ? 'Int' : 'Float';
      return { kind: 'scalar', type, value: Number(token.text) };
    }
    if (token.kind === 'string') return { kind: 'scalar', type: 'String', value: unquote(token) };
    if (token.kind !== 'name') return fail(token);
    if (token.text === 'null') return { kind: 'scalar', type: 'null', value: null };
    if (token.text === 'true' || token.text === 'false') {
      return { kind: 'scalar', type: 'Boolean', value: token.text === 'true' };
    }
    return { kind: 'enum', name: token.text };
  }
  function pair(): [string, Value] {
    const key = name();
    expect(':');
    return [key, value()];
  }
  function unquote(token: Token): string {
    if (token.text.startsWith('"""')) return token.text.slice(3, -3);
    try {
      return JSON.parse(token.text) as string;
    } catch {
      return fail(token);
    }
  }
  const args = (): Map<string, Value> => new Map(take('(') ? until(')', pair) : []);
  function directives(): Directive[] {
    const all: Directive[] = [];
    while (take('@')) all.push({ name: name(), args: args() });
    return all;
  }
  const selections = (): Selection[] => (take('{') ? until('}', selection) : []);
  function selection(): Selection {
    const { at } = peek();
    if (take('...')) {
      if (peek().kind === 'name' && !is('on'))
        return { kind: 'spread', name: name(), directives: directives(), at };
      const on = take('on') ? name() : null;
      return { kind: 'inline', on, directives: directives(), selections: selections(), at };
    }
    const first = name();
    const aliased = take(':') ? name() : first;
    return {
      kind: 'field',
      name: aliased,
      key: first,
      args: args(),
      directives: directives(),
      selections: selections(),
      at,
    };
  }
  function type(): string {
    const listed = take('[');
    const inner = listed ? type() : name();
    if (listed) expect(']');
    const named = listed ? `[${inner}]` : inner;
    return take('!') ? `${named}!` : named;
  }
  function variable(): VariableDefinition {
    expect('$');
    const named = name();
    expect(':');
    return { name: named, type: type(), initial: take('=') ? value() : null };
  }

  const operations: Operation[] = [];
  const fragments = new Map<string, Fragment>();
  while (peek().kind !== 'end') {
    const { at, text } = peek();
    if (take('fragment')) {
      const named = name();
      expect('on');
      fragments.set(named, { name: named, on: name(), selections: selections() });
    } else if (is('{')) {
      operations.push({ kind: 'query', name: null, variables: [], selections: selections(), at });
    } else if (take('query') || take('mutation') || take('subscription')) {
      const kind = text as Operation['kind'];
      const named = peek().kind === 'name' ? name() : null;
      const variables = take('(') ? until(')', variable) : [];
      operations.push({ kind, name: named, variables, selections: selections(), at });
    } else fail();
  }
  return { operations, fragments };
}
