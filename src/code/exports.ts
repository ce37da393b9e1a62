import { entriesOf, unwrap } from './javascript.ts';
import type { SyntaxFile, SyntaxNode } from './syntax.ts';

/** What a module gives to others: an expression of its own, or a name of another module. */
type Export =
  | { readonly kind: 'local'; readonly node: SyntaxNode }
  | { readonly kind: 'from'; readonly source: string; readonly name: string };

export interface ModuleExports {
  readonly named: ReadonlyMap<string, Export>;
  /** Sources of `export * from`. */
  readonly stars: readonly string[];
  /** The value of `module.exports =` or `export =`. */
  readonly assigned: SyntaxNode | null;
}

/** The exports of an ES or CommonJS module, as its top level statements say them. */
export function exportsOf(file: SyntaxFile): ModuleExports {
  const named = new Map<string, Export>();
  const stars: string[] = [];
  let assigned: SyntaxNode | null = null;
  const assign = (left: SyntaxNode, right: SyntaxNode): void => {
    const target = left.text;
    if (target === 'module.exports' || target === 'exports') {
      const value = unwrap(right);
      if (value.kind === 'assignment_expression') assignment(value);
      else assigned = value;
      return;
    }
    const name = /^(?:module\.)?exports\.([\w$]+)$/.exec(target)?.[1];
    if (name !== undefined) named.set(name, { kind: 'local', node: right });
  };
  const assignment = (node: SyntaxNode): void => {
    const left = node.field('left');
    const right = node.field('right');
    // Names of a target are short; a long left side is no export.
    if (left === null || right === null || left.range.end - left.range.start > 200) return;
    assign(left, right);
    if (right.kind === 'assignment_expression') assignment(right);
  };
  for (const statement of file.root.children()) {
    if (statement.kind === 'export_statement')
      readExport(statement, file, named, stars, (node) => (assigned = node));
    if (statement.kind === 'expression_statement') {
      const expression = statement.children()[0];
      if (expression?.kind === 'assignment_expression') assignment(expression);
    }
    if (statement.kind === 'lexical_declaration' || statement.kind === 'variable_declaration')
      for (const declarator of statement.children()) {
        const given = declarator.field('value');
        const value = given === null ? null : unwrap(given);
        if (value?.kind === 'assignment_expression') assignment(value);
      }
  }
  if (assigned !== null)
    for (const [name, node] of entriesOf(assigned))
      if (!named.has(name)) named.set(name, { kind: 'local', node });
  return { named, stars, assigned };
}

function readExport(
  statement: SyntaxNode,
  file: SyntaxFile,
  named: Map<string, Export>,
  stars: string[],
  assign: (node: SyntaxNode) => void,
): void {
  const source = statement.field('source')?.text.slice(1, -1) ?? null;
  const declaration = statement.field('declaration');
  const head = file.text.slice(statement.range.start, statement.range.start + 4000);
  const isDefault =
    /^(?:@[^;{}]*?\s)?\s*export\s+default\b/.test(head) || statement.children()[0]?.kind === 'default';
  if (declaration !== null) {
    const name = declaration.field('name');
    if (isDefault) named.set('default', { kind: 'local', node: declaration });
    if (name !== null) named.set(name.text, { kind: 'local', node: declaration });
    else
      for (const declarator of declaration.children()) {
        const local = declarator.field('name');
        if (declarator.kind === 'variable_declarator' && local !== null)
          for (const each of declaredNames(local)) named.set(each.text, { kind: 'local', node: each });
      }
    return;
  }
  const clause = statement.children().find((child) => child.kind === 'export_clause');
  if (clause !== undefined) {
    for (const specifier of clause.children()) {
      const name = specifier.field('name');
      const outside = specifier.field('alias') ?? name;
      if (name === null || outside === null) continue;
      named.set(
        outside.text,
        source === null ? { kind: 'local', node: name } : { kind: 'from', source, name: name.text },
      );
    }
    return;
  }
  if (source !== null) {
    const namespace = statement
      .children()
      .find((child) => child.kind === 'namespace_export')
      ?.children()[0];
    if (namespace === undefined) stars.push(source);
    else named.set(namespace.text, { kind: 'from', source, name: '*' });
    return;
  }
  const value =
    statement.field('value') ??
    statement.children().find((child) => child.kind !== 'decorator' && child.kind !== 'default');
  if (value === undefined) return;
  if (isDefault) named.set('default', { kind: 'local', node: value });
  else assign(value);
}

/** `GET` and `POST` of `export const { GET, POST } = handlers`. */
function declaredNames(pattern: SyntaxNode): readonly SyntaxNode[] {
  if (pattern.kind !== 'object_pattern') return [pattern];
  return pattern.children().flatMap((part) => {
    if (part.kind === 'shorthand_property_identifier_pattern') return [part];
    const value = part.kind === 'pair_pattern' ? part.field('value') : null;
    return value?.kind === 'identifier' ? [value] : [];
  });
}
