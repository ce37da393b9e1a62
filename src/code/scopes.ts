import type { TextRange } from '../text/range.ts';
import {
  classKinds,
  functionKinds,
  isFunction,
  parameterPattern,
  parametersOf,
  propertyName,
} from './javascript.ts';
import type { SyntaxFile, SyntaxNode } from './syntax.ts';

interface Scope {
  readonly node: SyntaxNode;
  readonly range: TextRange;
  readonly parent: Scope | null;
}

/** What a name stands for in its scope. */
export type Declaration = { readonly scope: Scope; readonly node: SyntaxNode } & (
  | {
      readonly kind: 'variable';
      readonly value: SyntaxNode | null;
      readonly type: SyntaxNode | null;
      /** The property it is taken from: `const { key } = value`. */
      readonly key: string | null;
    }
  | { readonly kind: 'function' | 'class' }
  | {
      readonly kind: 'parameter';
      readonly function: SyntaxNode;
      readonly type: SyntaxNode | null;
      readonly key: string | null;
    }
  | { readonly kind: 'import'; readonly source: string; readonly name: string }
);

export interface ScopeIndex {
  /** Innermost scope that holds the offset. */
  at(offset: number): Scope;
  lookup(name: string, offset: number): Declaration | null;
  /** Innermost class or function around the offset. */
  enclosing(offset: number, kinds: readonly string[]): SyntaxNode | null;
}

const scopeKinds = [
  'statement_block',
  'for_statement',
  'for_in_statement',
  'switch_body',
  ...functionKinds,
  ...classKinds,
];
const declaringKinds = ['variable_declarator', 'import_statement'];

/** Deeper nesting than this is no code that a person wrote, and walking it costs its square. */
const maxScopeDepth = 200;

/** The scopes and names of a file, or null where scopes are nested too deeply to be followed. */
export function indexScopes(file: SyntaxFile): ScopeIndex | null {
  const program: Scope = { node: file.root, range: { start: 0, end: file.text.length }, parent: null };
  const scopes: Scope[] = [program];
  const names = new Map<string, Declaration[]>();
  const add = (name: string, declaration: Declaration): void => {
    const known = names.get(name);
    if (known === undefined) names.set(name, [declaration]);
    else known.push(declaration);
  };
  let current = program;
  let depth = 0;
  for (const node of file.root.findAll([...scopeKinds, ...declaringKinds])) {
    const range = node.range;
    while (current.parent !== null && current.range.end <= range.start) {
      current = current.parent;
      depth--;
    }
    for (const [name, declaration] of declarationsOf(node, current)) add(name, declaration);
    if (declaringKinds.includes(node.kind)) continue;
    if (++depth > maxScopeDepth) return null;
    current = { node, range, parent: current };
    scopes.push(current);
  }
  const at = (offset: number): Scope => {
    let low = 0;
    let high = scopes.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((scopes[middle] as Scope).range.start <= offset) low = middle;
      else high = middle - 1;
    }
    let scope = scopes[low] as Scope;
    while (scope.parent !== null && scope.range.end <= offset) scope = scope.parent;
    return scope;
  };
  const inner = new Map<Scope, ReadonlyMap<string, Declaration>>();
  const innerOf = (scope: Scope): ReadonlyMap<string, Declaration> => {
    const known = inner.get(scope) ?? new Map(innerDeclarations(scope.node, scope));
    inner.set(scope, known);
    return known;
  };
  return {
    at,
    lookup(name, offset) {
      const candidates = names.get(name);
      for (let scope: Scope | null = at(offset); scope !== null; scope = scope.parent) {
        const found = innerOf(scope).get(name) ?? candidates?.find((candidate) => candidate.scope === scope);
        if (found !== undefined) return found;
      }
      return null;
    },
    enclosing(offset, kinds) {
      for (let scope: Scope | null = at(offset); scope !== null; scope = scope.parent)
        if (kinds.includes(scope.node.kind)) return scope.node;
      return null;
    },
  };
}

/** Names that a node declares in the scope around it. */
function declarationsOf(node: SyntaxNode, scope: Scope): [string, Declaration][] {
  switch (node.kind) {
    case 'variable_declarator': {
      const pattern = node.field('name');
      if (pattern === null) return [];
      const value = node.field('value');
      const type = node.field('type');
      return boundNames(pattern).map(([name, key]) => [
        name,
        { kind: 'variable', scope, node, value, type, key },
      ]);
    }
    case 'import_statement':
      return importedNames(node).map(([local, source, name]) => [
        local,
        { kind: 'import', scope, node, source, name },
      ]);
    case 'function_declaration':
    case 'generator_function_declaration': {
      const name = node.field('name');
      return name === null ? [] : [[name.text, { kind: 'function', scope, node }]];
    }
    case 'class_declaration':
    case 'abstract_class_declaration': {
      const name = node.field('name');
      return name === null ? [] : [[name.text, { kind: 'class', scope, node }]];
    }
    default:
      return [];
  }
}

/** Names that a node declares inside itself: parameters and loop variables. */
function innerDeclarations(node: SyntaxNode, scope: Scope): [string, Declaration][] {
  if (node.kind === 'for_in_statement') {
    const left = node.field('left');
    if (left === null) return [];
    return boundNames(left).map(([name, key]) => [
      name,
      { kind: 'variable', scope, node, value: null, type: null, key },
    ]);
  }
  if (!isFunction(node)) return [];
  return parametersOf(node).flatMap((parameter) =>
    boundNames(parameterPattern(parameter)).map(([name, key]): [string, Declaration] => [
      name,
      { kind: 'parameter', scope, node: parameter, function: node, type: parameter.field('type'), key },
    ]),
  );
}

/** The names of a pattern, each with the property it is taken from (null for the whole value). */
function boundNames(pattern: SyntaxNode): [string, string | null][] {
  if (pattern.kind === 'identifier') return [[pattern.text, null]];
  if (pattern.kind !== 'object_pattern') return [];
  return pattern.children().flatMap((part): [string, string | null][] => {
    if (part.kind === 'shorthand_property_identifier_pattern') return [[part.text, part.text]];
    if (part.kind === 'object_assignment_pattern') {
      const left = part.field('left');
      return left === null ? [] : [[left.text, left.text]];
    }
    if (part.kind !== 'pair_pattern') return [];
    const key = part.field('key');
    const value = part.field('value');
    const name = key === null ? null : propertyName(key);
    return value?.kind === 'identifier' && name !== null ? [[value.text, name]] : [];
  });
}

/** Local name, source and imported name (`default`, `*` or a name) of an import statement. */
function importedNames(statement: SyntaxNode): [string, string, string][] {
  const names: [string, string, string][] = [];
  const sourceOf = (node: SyntaxNode): string | null => {
    const source = node.children().find((child) => child.kind === 'string');
    return source === undefined ? null : source.text.slice(1, -1);
  };
  const source = sourceOf(statement);
  for (const clause of statement.children()) {
    if (clause.kind === 'import_require_clause') {
      const required = sourceOf(clause);
      const local = clause.children()[0];
      if (required !== null && local !== undefined) names.push([local.text, required, '=']);
    }
    if (clause.kind !== 'import_clause' || source === null) continue;
    for (const part of clause.children()) {
      if (part.kind === 'identifier') names.push([part.text, source, 'default']);
      if (part.kind === 'namespace_import') {
        const local = part.children()[0];
        if (local !== undefined) names.push([local.text, source, '*']);
      }
      if (part.kind !== 'named_imports') continue;
      for (const specifier of part.children()) {
        const name = specifier.field('name');
        const local = specifier.field('alias') ?? name;
        if (name !== null && local !== null) names.push([local.text, source, name.text]);
      }
    }
  }
  return names;
}
