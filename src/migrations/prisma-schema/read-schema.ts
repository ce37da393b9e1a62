/** An argument of an attribute: a constant's name (`Cascade`, `true`, an enum's value) is a `name`. */
export type PrismaValue =
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly PrismaArgument[] }
  | { readonly kind: 'list'; readonly values: readonly PrismaValue[] }
  /** `{ … }`, as the condition of a partial index. What is in it is not read. */
  | { readonly kind: 'object' };

export interface PrismaArgument {
  /** null where it is told by its place. */
  readonly name: string | null;
  readonly value: PrismaValue;
}

export interface PrismaAttribute {
  /** Without its `@`: `id`, `db.VarChar`. */
  readonly name: string;
  readonly args: readonly PrismaArgument[];
}

export interface PrismaField {
  readonly name: string;
  /** A scalar, an enum, a model, or `Unsupported`. */
  readonly type: string;
  readonly arity: 'required' | 'optional' | 'list';
  readonly attributes: readonly PrismaAttribute[];
}

export interface PrismaModel {
  readonly name: string;
  readonly fields: readonly PrismaField[];
  readonly attributes: readonly PrismaAttribute[];
}

export interface PrismaEnum {
  readonly name: string;
  readonly values: readonly { readonly name: string; readonly attributes: readonly PrismaAttribute[] }[];
  readonly attributes: readonly PrismaAttribute[];
}

export interface PrismaSchema {
  readonly models: readonly PrismaModel[];
  readonly enums: readonly PrismaEnum[];
  /** Names of views: queries read them as they do tables. */
  readonly views: ReadonlySet<string>;
  /** The settings of all `datasource` blocks. */
  readonly datasource: ReadonlyMap<string, PrismaValue>;
}

type Kind = 'word' | 'number' | 'string' | 'mark' | 'line' | 'end';

interface Token {
  readonly kind: Kind;
  readonly text: string;
}

const pattern =
  /(?<space>[^\S\n]+|\/\/[^\n]*|\/\*[\s\S]*?\*\/)|(?<line>\n)|(?<string>"(?:[^"\\\n]|\\.)*")|(?<number>-?\d+(?:\.\d+)?\b)|(?<word>[\p{L}_][\p{L}\p{N}_-]*)|(?<mark>@@|[{}()[\]@:,.?=!])/uy;

/** Nobody nests deeper, and each level takes a part of the stack. */
const deepest = 50;

/** What this reader does not know: thrown and caught in this file. */
class NotRead extends Error {}

/**
 * Reads a Prisma schema; the files of a schema folder are one text. null where anything in it is not understood.
 *
 * `@mrleebo/prisma-ast` is not used: it looks for a settings file above the working directory and runs it, and the
 * command line works inside the repository that is judged.
 *
 * Source: https://www.prisma.io/docs/orm/reference/prisma-schema-reference.
 */
export function readPrismaSchema(text: string): PrismaSchema | null {
  try {
    return new Reader(tokensOf(text)).schema();
  } catch (error) {
    if (error instanceof NotRead) return null;
    throw error;
  }
}

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  const scan = new RegExp(pattern);
  while (scan.lastIndex < text.length) {
    const groups = scan.exec(text)?.groups;
    if (groups === undefined) throw new NotRead();
    for (const kind of ['line', 'string', 'number', 'word', 'mark'] as const)
      if (groups[kind] !== undefined) tokens.push({ kind, text: groups[kind] });
  }
  return tokens;
}

class Reader {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  schema(): PrismaSchema {
    const models: PrismaModel[] = [];
    const enums: PrismaEnum[] = [];
    const views = new Set<string>();
    const datasource = new Map<string, PrismaValue>();
    for (this.#lines(); this.#peek().kind !== 'end'; this.#lines()) {
      const keyword = this.#word();
      const name = this.#word();
      this.#expect('{');
      if (keyword === 'model') models.push(this.#model(name));
      else if (keyword === 'enum') enums.push(this.#enum(name));
      else if (keyword === 'datasource')
        for (const [key, value] of this.#settings()) datasource.set(key, value);
      else if (keyword === 'generator') this.#settings();
      else if (keyword === 'view') {
        this.#model(name);
        views.add(name);
      }
      // Composite types are of MongoDB.
      else throw new NotRead();
    }
    return { models, enums, views, datasource };
  }

  #model(name: string): PrismaModel {
    const fields: PrismaField[] = [];
    const attributes: PrismaAttribute[] = [];
    for (this.#lines(); !this.#take('}'); this.#lines()) {
      if (this.#take('@@')) attributes.push(this.#attribute());
      else fields.push(this.#field());
    }
    return { name, fields, attributes };
  }

  #field(): PrismaField {
    const name = this.#word();
    const type = this.#word();
    if (type === 'Unsupported') {
      this.#expect('(');
      this.#arguments();
    }
    const arity = this.#arity();
    return { name, type, arity, attributes: this.#attributes() };
  }

  #arity(): PrismaField['arity'] {
    if (this.#take('?')) return 'optional';
    if (!this.#take('[')) return 'required';
    this.#expect(']');
    return 'list';
  }

  #enum(name: string): PrismaEnum {
    const values: { name: string; attributes: readonly PrismaAttribute[] }[] = [];
    const attributes: PrismaAttribute[] = [];
    for (this.#lines(); !this.#take('}'); this.#lines()) {
      if (this.#take('@@')) attributes.push(this.#attribute());
      else values.push({ name: this.#word(), attributes: this.#attributes() });
    }
    return { name, values, attributes };
  }

  #settings(): ReadonlyMap<string, PrismaValue> {
    const settings = new Map<string, PrismaValue>();
    for (this.#lines(); !this.#take('}'); this.#lines()) {
      const key = this.#word();
      this.#expect('=');
      settings.set(key, this.#value());
    }
    return settings;
  }

  #attributes(): readonly PrismaAttribute[] {
    const attributes: PrismaAttribute[] = [];
    while (this.#take('@')) attributes.push(this.#attribute());
    if (this.#peek().kind !== 'line' && this.#peek().text !== '}') throw new NotRead();
    return attributes;
  }

  #attribute(): PrismaAttribute {
    let name = this.#word();
    while (this.#take('.')) name += `.${this.#word()}`;
    return { name, args: this.#take('(') ? this.#arguments() : [] };
  }

  /** What stands between `(` and `)`. */
  #arguments(): readonly PrismaArgument[] {
    const args: PrismaArgument[] = [];
    for (this.#lines(); !this.#take(')'); this.#lines()) {
      const [name, colon] = [this.#peek(), this.#tokens[this.#at + 1]];
      if (name.kind === 'word' && colon?.text === ':') {
        this.#at += 2;
        this.#lines();
        args.push({ name: name.text, value: this.#value() });
      } else args.push({ name: null, value: this.#value() });
      this.#lines();
      if (!this.#take(',') && this.#peek().text !== ')') throw new NotRead();
    }
    return args;
  }

  #value(): PrismaValue {
    if (++this.#depth > deepest) throw new NotRead();
    const value = this.#valueWithin();
    this.#depth--;
    return value;
  }

  #valueWithin(): PrismaValue {
    const token = this.#next();
    if (token.kind === 'string') return { kind: 'string', value: unquoted(token.text) };
    if (token.kind === 'number') return { kind: 'number', text: token.text };
    if (token.kind === 'mark' && token.text === '[') return { kind: 'list', values: this.#list() };
    if (token.kind === 'mark' && token.text === '{') return this.#object();
    if (token.kind !== 'word') throw new NotRead();
    let name = token.text;
    while (this.#take('.')) name += `.${this.#word()}`;
    return this.#take('(') ? { kind: 'call', name, args: this.#arguments() } : { kind: 'name', name };
  }

  #list(): readonly PrismaValue[] {
    const values: PrismaValue[] = [];
    for (this.#lines(); !this.#take(']'); this.#lines()) {
      values.push(this.#value());
      this.#lines();
      if (!this.#take(',') && this.#peek().text !== ']') throw new NotRead();
    }
    return values;
  }

  #object(): PrismaValue {
    for (let depth = 1; depth > 0; ) {
      const { kind, text } = this.#next();
      if (kind === 'end') throw new NotRead();
      if (kind === 'mark' && text === '{') depth++;
      if (kind === 'mark' && text === '}') depth--;
    }
    return { kind: 'object' };
  }

  #peek(): Token {
    return this.#tokens[this.#at] ?? { kind: 'end', text: '' };
  }

  #next(): Token {
    const token = this.#peek();
    this.#at++;
    return token;
  }

  #take(mark: string): boolean {
    const { kind, text } = this.#peek();
    if (kind !== 'mark' || text !== mark) return false;
    this.#at++;
    return true;
  }

  #expect(mark: string): void {
    if (!this.#take(mark)) throw new NotRead();
  }

  #word(): string {
    const { kind, text } = this.#next();
    if (kind !== 'word') throw new NotRead();
    return text;
  }

  #lines(): void {
    while (this.#peek().kind === 'line') this.#at++;
  }
}

/** Escapes are JSON's. */
function unquoted(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    throw new NotRead();
  }
}
