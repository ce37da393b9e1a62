import type { Definition, Definitions } from '../../code/definitions.ts';
import { type Call, callOf, isClass } from '../../code/javascript.ts';
import type { CodeModule } from '../../code/program.ts';
import type { SyntaxNode } from '../../code/syntax.ts';
import type { Seen } from '../endpoint.ts';
import { seenAt } from '../seen.ts';
import { numberOf, pageNames, paginationOfSchema } from './limits.ts';

/** Makers of classes that carry validation: of nestjs-zod and of the mapped types of NestJS. */
const madeClasses = /^(createZodDto|PartialType|PickType|OmitType|IntersectionType)$/;
/** Base classes that are followed. */
const maxBases = 5;

/** A type of what a handler takes. */
export interface ValidatedType {
  readonly name: string;
  /** False for a type of a file that was not read: its class may check its properties. */
  readonly seen: boolean;
}

/** A type whose class checks its properties (class-validator, zod), or may; null where it does not. */
export function validationOfType(
  annotation: SyntaxNode,
  module: CodeModule,
  definitions: Definitions,
): ValidatedType | null {
  const inner = annotation.kind === 'type_annotation' ? annotation.children()[0] : annotation;
  const type = inner?.kind === 'array_type' ? inner.children()[0] : inner;
  if (type === undefined) return null;
  const definition = definitions.ofType(type, module);
  const name = type.text.slice(0, 60);
  if (definition?.kind === 'package') return { name, seen: false };
  if (definition?.kind !== 'node' || !isClass(definition.node)) return null;
  return checksItself(definition.node, definition.module, definitions, 0) ? { name, seen: true } : null;
}

/** The class or maker of a class that a class extends, or null. */
function baseOf(owner: SyntaxNode): SyntaxNode | null {
  const heritage = owner.children().find((child) => child.kind === 'class_heritage');
  const clause = heritage?.children().find((child) => child.kind === 'extends_clause');
  return clause?.field('value') ?? heritage?.children()[0] ?? null;
}

/** The limits on a page that a class of queries sets: `@Max(100) limit: number`, also in a base class or a zod schema. */
export function pageLimitsOfType(
  annotation: SyntaxNode,
  module: CodeModule,
  definitions: Definitions,
): Seen[] {
  const type = annotation.kind === 'type_annotation' ? annotation.children()[0] : annotation;
  let definition = type === undefined ? null : definitions.ofType(type, module);
  for (let depth = 0; depth < maxBases; depth++) {
    if (definition?.kind !== 'node' || !isClass(definition.node)) return [];
    const own = limitedFields(definition.node, definition.module);
    const base: SyntaxNode | null = baseOf(definition.node);
    if (own.length > 0 || base === null) return own;
    const made: Call | null = callOf(base);
    const next: SyntaxNode | undefined = made === null ? base : made.args[0];
    const followed: Definition | null = next === undefined ? null : definitions.of(next, definition.module);
    if (made?.name === 'createZodDto')
      return followed?.kind === 'node' ? paginationOfSchema(followed.node, followed.module) : [];
    definition = followed;
  }
  return [];
}

function limitedFields(owner: SyntaxNode, module: CodeModule): Seen[] {
  let most: number | null = null;
  const seen: Seen[] = [];
  const readMost = (nodes: readonly SyntaxNode[]): void => {
    for (const node of nodes) {
      const call =
        node.kind === 'decorator' && node.children()[0] ? callOf(node.children()[0] as SyntaxNode) : null;
      const first = call?.name === 'Max' ? call.args[0] : undefined;
      if (first !== undefined) most = numberOf(first);
    }
  };
  for (const part of owner.field('body')?.children() ?? []) {
    readMost([part, ...part.children()]);
    if (part.kind === 'decorator') continue;
    const name = part.field('name');
    if (name !== null && most !== null && pageNames.has(name.text))
      seen.push({ ...seenAt(name, module), text: `${name.text} @Max(${most})`, limit: most });
    most = null;
  }
  return seen;
}

function checksItself(
  owner: SyntaxNode,
  module: CodeModule,
  definitions: Definitions,
  depth: number,
): boolean {
  if (depth > maxBases) return false;
  const body = owner.field('body');
  for (const decorator of body?.findAll(['decorator']) ?? []) {
    const inner = decorator.children()[0];
    const name = inner === undefined ? null : inner.kind === 'identifier' ? inner : callOf(inner)?.callee;
    const source = name === null || name === undefined ? null : definitions.of(name, module);
    if (source?.kind === 'package' && /^class-validator/.test(source.source)) return true;
    // Own decorators that are composed of such rules are named like them.
    if (source?.kind === 'node' && /^(Is|Validate|Min|Max|Length|Matches)[A-Z]?/.test(name?.text ?? ''))
      return true;
  }
  const base = baseOf(owner);
  if (base === null) return false;
  const call = callOf(base);
  if (call !== null && madeClasses.test(call.name))
    return call.name === 'createZodDto' || call.args.some((arg) => followed(arg, module, definitions, depth));
  return followed(base, module, definitions, depth);
}

function followed(node: SyntaxNode, module: CodeModule, definitions: Definitions, depth: number): boolean {
  const call = callOf(node);
  if (call !== null)
    return (
      madeClasses.test(call.name) && call.args.some((arg) => followed(arg, module, definitions, depth + 1))
    );
  const definition = definitions.of(node, module);
  return (
    definition?.kind === 'node' &&
    isClass(definition.node) &&
    checksItself(definition.node, definition.module, definitions, depth + 1)
  );
}
