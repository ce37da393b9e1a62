import { callOf, classKinds, entriesOf, isClass, propertyName, stringValue, unwrap } from './javascript.ts';
import type { CodeModule, Program } from './program.ts';
import { projectImports } from './project-imports.ts';
import type { ReadLog } from './read-log.ts';
import { resolveImport } from './resolve-import.ts';
import type { Declaration } from './scopes.ts';
import type { SyntaxNode } from './syntax.ts';

/** What an expression comes from, followed through names, imports and properties. */
export type Definition =
  /** An expression, function or class of the tree. */
  | { readonly kind: 'node'; readonly module: CodeModule; readonly node: SyntaxNode }
  /** A parameter or a field whose value is not known here, with its type annotation. */
  | {
      readonly kind: 'slot';
      readonly module: CodeModule;
      readonly node: SyntaxNode;
      readonly type: SyntaxNode | null;
      /** The property taken from it, where it is destructured. */
      readonly key: string | null;
    }
  /** A name of a package: `express` and `['Router']`. */
  | { readonly kind: 'package'; readonly source: string; readonly names: readonly string[] }
  /** A whole module of the tree. */
  | { readonly kind: 'module'; readonly module: CodeModule };

/** Steps after which a chain of names is given up: longer ones are circular. */
const maxSteps = 25;

/** Follows expressions to where they are defined. Answers are kept, so ask one object per program. */
export interface Definitions {
  of(node: SyntaxNode, module: CodeModule): Definition | null;
  /** A property of a definition, as `value.name` reads it. */
  property(definition: Definition, name: string): Definition | null;
  /** What a type name stands for: a class of the tree or a name of a package. */
  ofType(annotation: SyntaxNode, module: CodeModule): Definition | null;
}

export function createDefinitions(program: Program, log: ReadLog): Definitions {
  const known = new Map<string, () => Definition | null>();
  const imports = projectImports(program, log);

  /** While a name is being followed it stands for nothing, which ends circles. */
  const once = (key: string, find: () => Definition | null): Definition | null => {
    const cached = known.get(key);
    if (cached !== undefined) return cached();
    known.set(key, () => null);
    const found = log.once(find);
    const value = found();
    known.set(key, found);
    return value;
  };

  const follow = (node: SyntaxNode, module: CodeModule, steps: number): Definition | null => {
    if (steps > maxSteps) return null;
    const range = node.range;
    const key = `${module.file.path}:${range.start}:${range.end}`;
    return once(key, () => followNew(unwrap(node), module, steps));
  };

  const followNew = (node: SyntaxNode, module: CodeModule, steps: number): Definition | null => {
    switch (node.kind) {
      case 'identifier':
      case 'shorthand_property_identifier':
      case 'shorthand_property_identifier_pattern':
      case 'type_identifier':
        return declared(module.scopes.lookup(node.text, node.range.start), module, steps);
      case 'assignment_expression': {
        const right = node.field('right');
        return right === null ? null : follow(right, module, steps + 1);
      }
      case 'member_expression':
      case 'nested_type_identifier':
        return member(node, module, steps);
      case 'call_expression': {
        const source = requiredSource(node);
        return source === null ? { kind: 'node', module, node } : required(source, module, steps);
      }
      case 'variable_declarator': {
        const value = node.field('value');
        return value === null ? null : follow(value, module, steps + 1);
      }
      default:
        return { kind: 'node', module, node };
    }
  };

  const declared = (
    declaration: Declaration | null,
    module: CodeModule,
    steps: number,
  ): Definition | null => {
    if (declaration === null) return null;
    switch (declaration.kind) {
      case 'import':
        if (declaration.name === '=') return required(declaration.source, module, steps);
        return imported(declaration.source, declaration.name, module, steps);
      case 'variable': {
        if (declaration.value === null)
          return {
            kind: 'slot',
            module,
            node: declaration.node,
            type: declaration.type,
            key: declaration.key,
          };
        const value = follow(declaration.value, module, steps + 1);
        if (declaration.key === null || value === null) return value;
        return propertyOf(value, declaration.key, steps + 1);
      }
      case 'parameter':
        return { kind: 'slot', module, node: declaration.node, type: declaration.type, key: declaration.key };
      default:
        return { kind: 'node', module, node: declaration.node };
    }
  };

  const imported = (source: string, name: string, module: CodeModule, steps: number): Definition | null => {
    const path = resolveImport(module.file.path, source, program.has, imports);
    if (path === null) {
      if (source.startsWith('.')) return null;
      return { kind: 'package', source, names: name === '*' || name === 'default' ? [] : [name] };
    }
    const target = program.module(path);
    if (target === null) return null;
    return name === '*' ? { kind: 'module', module: target } : exported(target, name, steps + 1);
  };

  const required = (source: string, module: CodeModule, steps: number): Definition | null => {
    const found = imported(source, '*', module, steps);
    if (found?.kind !== 'module' || found.module.exports.assigned === null) return found;
    return follow(found.module.exports.assigned, found.module, steps + 1);
  };

  const exported = (module: CodeModule, name: string, steps: number): Definition | null =>
    steps > maxSteps ? null : once(`${module.file.path}#${name}`, () => exportedNew(module, name, steps));

  const exportedNew = (module: CodeModule, name: string, steps: number): Definition | null => {
    const found = module.exports.named.get(name);
    if (found?.kind === 'local') return follow(found.node, module, steps + 1);
    if (found !== undefined) return imported(found.source, found.name, module, steps);
    if (module.exports.assigned !== null) {
      const value = follow(module.exports.assigned, module, steps + 1);
      return name === 'default' || value === null ? value : propertyOf(value, name, steps + 1);
    }
    // Compiled interop: the default import of a CommonJS module is the whole of it.
    if (name === 'default') return module.exports.named.size > 0 ? { kind: 'module', module } : null;
    for (const source of module.exports.stars) {
      const path = resolveImport(module.file.path, source, program.has, imports);
      const target = path === null ? null : program.module(path);
      const star = target === null ? null : exported(target, name, steps + 1);
      if (star !== null) return star;
    }
    return null;
  };

  const member = (node: SyntaxNode, module: CodeModule, steps: number): Definition | null => {
    const children = node.children();
    const object = node.field('object') ?? node.field('module') ?? children[0];
    const name = (node.field('property') ?? node.field('name') ?? children.at(-1))?.text;
    if (object === undefined || name === undefined) return null;
    if (object.kind === 'this') {
      const owner = module.scopes.enclosing(node.range.start, classKinds);
      return owner === null ? null : fieldOf(owner, name, module, steps);
    }
    const value = follow(object, module, steps + 1);
    return value === null ? null : propertyOf(value, name, steps + 1);
  };

  const propertyOf = (definition: Definition, name: string, steps: number): Definition | null => {
    if (steps > maxSteps) return null;
    switch (definition.kind) {
      case 'package':
        return { ...definition, names: name === 'default' ? definition.names : [...definition.names, name] };
      case 'module':
        return exported(definition.module, name, steps + 1);
      case 'slot': {
        const type =
          definition.type === null || definition.key !== null
            ? null
            : typed(definition.type, definition.module, steps);
        return type?.kind === 'node' && isClass(type.node)
          ? fieldOf(type.node, name, type.module, steps + 1)
          : null;
      }
      case 'node': {
        const { node, module } = definition;
        if (node.kind === 'object') {
          const value = entriesOf(node).get(name);
          return value === undefined ? null : follow(value, module, steps + 1);
        }
        if (isClass(node)) return fieldOf(node, name, module, steps + 1);
        if (node.kind !== 'new_expression') return null;
        const callee = callOf(node)?.callee;
        const type = callee === undefined ? null : follow(callee, module, steps + 1);
        return type?.kind === 'node' && isClass(type.node)
          ? fieldOf(type.node, name, type.module, steps + 1)
          : null;
      }
    }
  };

  const typed = (annotation: SyntaxNode, module: CodeModule, steps: number): Definition | null => {
    const type = annotation.kind === 'type_annotation' ? annotation.children()[0] : annotation;
    const name = type?.kind === 'generic_type' ? type.children()[0] : type;
    if (name?.kind !== 'type_identifier' && name?.kind !== 'nested_type_identifier') return null;
    return follow(name, module, steps + 1);
  };

  /** A field, method, getter, constructor parameter or `this.name = …` of a class. */
  const fieldOf = (owner: SyntaxNode, name: string, module: CodeModule, steps: number): Definition | null =>
    steps > maxSteps
      ? null
      : once(`${module.file.path}:${owner.range.start}.${name}`, () =>
          fieldOfNew(owner, name, module, steps),
        );

  const fieldOfNew = (
    owner: SyntaxNode,
    name: string,
    module: CodeModule,
    steps: number,
  ): Definition | null => {
    let slot: Definition | null = null;
    for (const part of owner.field('body')?.children() ?? []) {
      const key = part.field('name') ?? part.field('property');
      if (key !== null && propertyName(key) === name) {
        if (part.kind === 'method_definition') return { kind: 'node', module, node: part };
        const value = part.field('value');
        if (value !== null) return follow(value, module, steps + 1);
        slot = { kind: 'slot', module, node: part, type: part.field('type'), key: null };
      }
      if (key?.text === 'constructor')
        for (const parameter of part.field('parameters')?.children() ?? [])
          if (isParameterProperty(parameter, name))
            slot = { kind: 'slot', module, node: parameter, type: parameter.field('type'), key: null };
    }
    for (const assignment of owner.findAll(['assignment_expression'])) {
      const left = assignment.field('left');
      const right = assignment.field('right');
      if (left === null || right === null || left.range.end - left.range.start > 100) continue;
      if (left.text === `this.${name}`) return follow(right, module, steps + 1);
    }
    return slot;
  };

  return {
    of: (node, module) => follow(node, module, 0),
    property: (definition, name) => propertyOf(definition, name, 0),
    ofType: (annotation, module) => typed(annotation, module, 0),
  };
}

function isParameterProperty(parameter: SyntaxNode, name: string): boolean {
  const isProperty = /^(?:@[^)]*\)\s*)?(?:public|private|protected|readonly)\b/.test(parameter.text);
  return isProperty && parameter.field('pattern')?.text === name;
}

/** The source of `require('x')` and `import('x')`. */
function requiredSource(node: SyntaxNode): string | null {
  const callee = node.field('function');
  if (callee?.kind !== 'import' && !(callee?.kind === 'identifier' && callee.text === 'require')) return null;
  const source = node.field('arguments')?.children()[0];
  return source === undefined ? null : stringValue(source);
}
