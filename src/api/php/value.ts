import type { SyntaxFile, SyntaxNode } from '../../code/syntax.ts';
import type { Seen } from '../endpoint.ts';
import { type Place, placeOf, seenAt } from '../seen.ts';
import { type PhpBody, readBody } from './body.ts';
import type { ResolveName } from './names.ts';

/** A PHP expression as plain data, as far as declarations of routes and controllers use them. */
export type PhpValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' }
  | { readonly kind: 'list'; readonly entries: readonly PhpEntry[] }
  /** `Photo::class`, by its full name. */
  | { readonly kind: 'class'; readonly name: string }
  /** `self::PATH`, `Paths::USERS`. */
  | { readonly kind: 'constant'; readonly of: string; readonly name: string }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'joined'; readonly parts: readonly PhpValue[] }
  | { readonly kind: 'chain'; readonly chain: PhpChain }
  | { readonly kind: 'closure'; readonly closure: PhpClosure }
  | { readonly kind: 'unknown' };

export interface PhpEntry {
  readonly key: string | null;
  readonly value: PhpValue;
}

export interface PhpArgument {
  /** Of a named argument. */
  readonly name: string | null;
  readonly value: PhpValue;
}

export interface PhpLink {
  readonly name: string;
  readonly args: readonly PhpArgument[];
  /** Of a loop: what it repeats. */
  readonly chains?: readonly PhpChain[];
  /** The call up to its name's arguments. */
  readonly seen: Seen;
  readonly place: Place;
}

/** `Route::prefix('a')->group(…)`: where it starts and what is called on it. */
export interface PhpChain {
  readonly root: {
    /** `new` and plain calls have their own name as first link. */
    readonly kind: 'class' | 'variable' | 'function' | 'new';
    readonly name: string;
  };
  readonly links: readonly PhpLink[];
}

export interface PhpClosure {
  readonly chains: readonly PhpChain[];
  readonly body: PhpBody;
  /** Full names of its parameters' types. */
  readonly types: readonly string[];
}

/** `#[Route('/x')]`, or the same in a doc comment. */
export interface PhpAttribute {
  readonly name: string;
  /** With its namespace. */
  readonly fullName: string;
  readonly args: readonly PhpArgument[];
  readonly seen: Seen;
  readonly place: Place;
}

/** What reading needs of the file around. */
export interface PhpContext {
  readonly file: SyntaxFile;
  readonly resolve: ResolveName;
}

/** Expressions inside expressions (a group of routes is five deep), links of one chain, elements of one list that are read. */
const maxDepth = 80;
const maxLinks = 60;
const maxItems = 500;

const unknown: PhpValue = { kind: 'unknown' };

export function readValue(node: SyntaxNode, context: PhpContext, depth = 0): PhpValue {
  if (depth > maxDepth) return unknown;
  switch (node.kind) {
    case 'string':
    case 'encapsed_string':
    case 'heredoc':
      return joined(node.children().map((part) => stringPart(part, context, depth)));
    case 'integer':
    case 'float':
      return { kind: 'number', number: Number(node.text.replaceAll('_', '')) };
    case 'boolean':
      return { kind: 'boolean', value: node.text.toLowerCase() === 'true' };
    case 'null':
      return { kind: 'null' };
    case 'parenthesized_expression':
    case 'argument':
      return inner(node, context, depth);
    case 'array_creation_expression':
      return { kind: 'list', entries: readEntries(node, context, depth) };
    case 'class_constant_access_expression':
      return constantOf(node, context);
    case 'binary_expression': {
      const [left, right] = [node.field('left'), node.field('right')];
      if (left === null || right === null || node.field('operator')?.text !== '.') return unknown;
      return joined([readValue(left, context, depth + 1), readValue(right, context, depth + 1)]);
    }
    case 'name':
      return node.text === '__DIR__' ? { kind: 'text', text: folderOf(context.file.path) } : unknown;
    case 'variable_name':
      return { kind: 'variable', name: node.text.slice(1) };
    case 'anonymous_function':
    case 'arrow_function':
      return { kind: 'closure', closure: readClosure(node, context, depth) };
    default: {
      const chain = readChain(node, context, depth);
      return chain === null ? unknown : { kind: 'chain', chain };
    }
  }
}

function folderOf(path: string): string {
  const at = path.lastIndexOf('/');
  return at === -1 ? '.' : path.slice(0, at);
}

function inner(node: SyntaxNode, context: PhpContext, depth: number): PhpValue {
  const last = node.children().at(-1);
  return last === undefined ? unknown : readValue(last, context, depth + 1);
}

function stringPart(part: SyntaxNode, context: PhpContext, depth: number): PhpValue {
  if (part.kind === 'string_content') return { kind: 'text', text: part.text };
  if (part.kind === 'escape_sequence') return { kind: 'text', text: part.text.slice(1) };
  if (part.kind === 'variable_name') return readValue(part, context, depth + 1);
  return part.kind === 'heredoc_body' ? inner(part, context, depth) : unknown;
}

/** Texts side by side are one. */
function joined(parts: readonly PhpValue[]): PhpValue {
  const flat = parts.flatMap((part) => (part.kind === 'joined' ? part.parts : [part]));
  if (flat.every((part) => part.kind === 'text'))
    return { kind: 'text', text: flat.map((part) => (part.kind === 'text' ? part.text : '')).join('') };
  return { kind: 'joined', parts: flat };
}

function readEntries(node: SyntaxNode, context: PhpContext, depth: number): PhpEntry[] {
  return node
    .children()
    .slice(0, maxItems)
    .flatMap((element): PhpEntry[] => {
      const [first, second] = element.children();
      if (element.kind !== 'array_element_initializer' || first === undefined) return [];
      if (second === undefined) return [{ key: null, value: readValue(first, context, depth + 1) }];
      const key = readValue(first, context, depth + 1);
      const name = key.kind === 'text' ? key.text : key.kind === 'class' ? key.name : '';
      return [{ key: name, value: readValue(second, context, depth + 1) }];
    });
}

function constantOf(node: SyntaxNode, { resolve }: PhpContext): PhpValue {
  const [scope, name] = node.children();
  if (scope === undefined || name === undefined) return unknown;
  const of = scope.kind === 'relative_scope' ? scope.text : resolve(scope.text);
  return name.text === 'class' ? { kind: 'class', name: of } : { kind: 'constant', of, name: name.text };
}

export function readArguments(node: SyntaxNode | null, context: PhpContext, depth = 0): PhpArgument[] {
  return (node?.children() ?? []).slice(0, maxItems).flatMap((argument): PhpArgument[] => {
    if (argument.kind !== 'argument') return [];
    const name = argument.field('name');
    return [{ name: name?.text ?? null, value: inner(argument, context, depth) }];
  });
}

function readClosure(node: SyntaxNode, context: PhpContext, depth: number): PhpClosure {
  const body = node.field('body');
  const statements = body === null ? [] : body.kind === 'compound_statement' ? [...body.children()] : [body];
  const types = (node.field('parameters')?.children() ?? []).flatMap(
    (parameter) => typeOf(parameter, context) ?? [],
  );
  return {
    chains: readChains(statements, context, depth + 1),
    body: readBody(node, context.file),
    types,
  };
}

/** The full name of a parameter's class; null for none, for plain types and unions. */
export function typeOf(parameter: SyntaxNode, { resolve }: PhpContext): string | null {
  const type = parameter.field('type');
  const named = type?.kind === 'optional_type' ? (type.children()[0] ?? null) : (type ?? null);
  return named?.kind === 'named_type' ? resolve(named.text) : null;
}

/** Statements that others stand in. */
const wrappers = new Set(
  'if_statement else_clause else_if_clause compound_statement try_statement expression_statement return_statement colon_block namespace_definition program declaration_list'.split(
    ' ',
  ),
);

/** The calls among statements, also those behind a condition. */
export function readChains(nodes: readonly SyntaxNode[], context: PhpContext, depth = 0): PhpChain[] {
  if (depth > maxDepth) return [];
  return nodes.flatMap((node): PhpChain[] => {
    if (node.kind === 'foreach_statement') return [loopOf(node, context, depth)];
    // A file of routes may return a function.
    if (node.kind === 'anonymous_function' || node.kind === 'arrow_function')
      return readClosure(node, context, depth).chains.slice();
    if (wrappers.has(node.kind)) return readChains(node.children(), context, depth + 1);
    if (node.kind === 'assignment_expression') return assignmentOf(node, context, depth);
    const chain = readChain(node, context, depth);
    return chain === null ? [] : [chain];
  });
}

/** `$x = Route::…;` is the chain on its right; anything else is kept under the name `=`. */
function assignmentOf(node: SyntaxNode, context: PhpContext, depth: number): PhpChain[] {
  const [left, right] = [node.field('left'), node.field('right')];
  if (left === null || right === null) return [];
  const chain = readChain(right, context, depth);
  if (chain !== null) return chain.links.length === 0 ? [] : [chain];
  if (left.kind !== 'variable_name') return [];
  const args = [{ name: null, value: readValue(right, context, depth + 1) }];
  const link = { ...placed(node, left, context), name: '=', args };
  return [{ root: { kind: 'variable', name: left.text.slice(1) }, links: [link] }];
}

/** `foreach ($list as $key => $value) { … }` is a call with the list, the names and what it repeats. */
function loopOf(node: SyntaxNode, context: PhpContext, depth: number): PhpChain {
  const [list, names] = node.children();
  const body = node.field('body');
  const variables = names?.kind === 'pair' ? names.children() : names === undefined ? [] : [names];
  const values: PhpValue[] = [
    list === undefined ? unknown : readValue(list, context, depth + 1),
    {
      kind: 'list',
      entries: variables.map((each) => ({ key: null, value: readValue(each, context, depth + 1) })),
    },
  ];
  const chains = body === null ? [] : readChains([body], context, depth + 1);
  const link = {
    ...placed(node, node, context),
    name: 'foreach',
    args: values.map((value) => ({ name: null, value })),
    chains,
  };
  return { root: { kind: 'function', name: 'foreach' }, links: [link] };
}

function readChain(node: SyntaxNode, context: PhpContext, depth: number): PhpChain | null {
  const calls: SyntaxNode[] = [];
  let current: SyntaxNode | null = node;
  while (current !== null && calls.length <= maxLinks && isMemberCall(current)) {
    calls.push(current);
    current = current.field('object');
  }
  if (current === null || calls.length > maxLinks) return null;
  const links = calls.reverse().map((call) => linkOf(call, call.field('name'), context, depth));
  const start = rootOf(current, context, depth);
  return start === null ? null : { root: start.root, links: [...start.links, ...links] };
}

function isMemberCall(node: SyntaxNode): boolean {
  return node.kind === 'member_call_expression' || node.kind === 'nullsafe_member_call_expression';
}

function rootOf(node: SyntaxNode, context: PhpContext, depth: number): PhpChain | null {
  switch (node.kind) {
    case 'variable_name':
      return { root: { kind: 'variable', name: node.text.slice(1) }, links: [] };
    case 'scoped_call_expression': {
      const scope = node.field('scope');
      const name = scope?.kind === 'relative_scope' ? scope.text : context.resolve(scope?.text ?? '');
      return {
        root: { kind: 'class', name },
        links: [linkOf(node, node.field('name'), context, depth)],
      };
    }
    case 'function_call_expression': {
      const name = node.field('function');
      const link = linkOf(node, name, context, depth);
      return { root: { kind: 'function', name: link.name }, links: [link] };
    }
    case 'object_creation_expression': {
      const [name] = node.children();
      if (name === undefined || (name.kind !== 'name' && name.kind !== 'qualified_name')) return null;
      const args = node.children().find(({ kind }) => kind === 'arguments') ?? null;
      const full = context.resolve(name.text);
      const link = {
        ...placed(node, name, context),
        name: 'new',
        args: readArguments(args, context, depth + 1),
      };
      return { root: { kind: 'new', name: full }, links: [link] };
    }
    case 'require_expression':
    case 'require_once_expression':
    case 'include_expression':
    case 'include_once_expression': {
      const value = inner(node, context, depth);
      const link = { ...placed(node, node, context), name: 'require', args: [{ name: null, value }] };
      return { root: { kind: 'function', name: 'require' }, links: [link] };
    }
    default:
      return null;
  }
}

function linkOf(call: SyntaxNode, name: SyntaxNode | null, context: PhpContext, depth: number): PhpLink {
  return {
    ...placed(call, name ?? call, context),
    name: name?.text ?? '',
    args: readArguments(call.field('arguments'), context, depth + 1),
  };
}

/** The place of one call of a chain: from its name on. */
function placed(call: SyntaxNode, name: SyntaxNode, { file }: PhpContext): { seen: Seen; place: Place } {
  const range = { start: name.range.start, end: call.range.end };
  const text = file.text.slice(range.start, Math.min(range.end, range.start + 200)).replace(/\s+/g, ' ');
  const short = text.length > 60 ? `${text.slice(0, 59)}…` : text;
  return { seen: { ...seenAt(name, { file }), text: short }, place: placeOf(range, { file }) };
}

/** The texts of a text or a list of texts; null for anything else. */
export function textsOf(value: PhpValue | null): string[] | null {
  if (value === null) return null;
  if (value.kind === 'text') return [value.text];
  if (value.kind !== 'list') return null;
  const texts = value.entries.map((entry) => (entry.value.kind === 'text' ? entry.value.text : null));
  return texts.every((text) => text !== null) ? texts : null;
}

/** An argument by its name, or by its position among those without one. */
export function argument(args: readonly PhpArgument[], name: string, index: number): PhpValue | null {
  const named = args.find((each) => each.name === name);
  if (named !== undefined) return named.value;
  return args[index]?.name === null ? args[index].value : null;
}

export function entry(value: PhpValue | null, key: string): PhpValue | null {
  return value?.kind === 'list' ? (value.entries.find((each) => each.key === key)?.value ?? null) : null;
}
