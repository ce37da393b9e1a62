import type { Definitions } from './definitions.ts';
import { stringValue, unwrap } from './javascript.ts';
import type { CodeModule } from './program.ts';
import type { SyntaxNode } from './syntax.ts';

/** Parts of a text that are joined, and names that are followed, before it is given up. */
const maxParts = 20;

/** The text that an expression always has: literals, constants, templates and sums of them; null where it varies. */
export function constantString(
  node: SyntaxNode,
  module: CodeModule,
  definitions: Definitions,
): string | null {
  return read(node, module, definitions, { parts: maxParts });
}

function read(
  node: SyntaxNode,
  module: CodeModule,
  definitions: Definitions,
  left: { parts: number },
): string | null {
  if (--left.parts < 0) return null;
  const inner = unwrap(node);
  const literal = stringValue(inner);
  if (literal !== null) return literal;
  switch (inner.kind) {
    case 'template_string':
      return all(
        inner.children().map((part) => {
          if (part.kind === 'string_fragment') return part.text;
          const value = part.kind === 'template_substitution' ? part.children()[0] : undefined;
          return value === undefined ? null : read(value, module, definitions, left);
        }),
      );
    case 'binary_expression': {
      const parts = inner.children();
      const operator = inner.field('operator')?.text;
      return operator === '+' ? all(parts.map((part) => read(part, module, definitions, left))) : null;
    }
    case 'identifier':
    case 'member_expression': {
      const definition = definitions.of(inner, module);
      if (definition?.kind !== 'node' || definition.node.range.start === inner.range.start) return null;
      return read(definition.node, definition.module, definitions, left);
    }
    default:
      return null;
  }
}

function all(parts: readonly (string | null)[]): string | null {
  return parts.every((part) => part !== null) ? parts.join('') : null;
}
