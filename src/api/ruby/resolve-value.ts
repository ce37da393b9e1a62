import type { RubyValue } from './value.ts';

type Variables = ReadonlyMap<string, RubyValue>;

/** Names that stand for other names are followed this far. */
const maxSteps = 6;

/** A value with local variables and constants put in. */
export function resolveValue(value: RubyValue | null, variables: Variables, step = 0): RubyValue | null {
  if (value === null || step > maxSteps) return value;
  switch (value.kind) {
    case 'name':
    case 'constant': {
      const known = variables.get(value.name);
      return known === undefined ? value : resolveValue(known, variables, step + 1);
    }
    case 'template': {
      const parts = value.parts.map((part) => resolveValue(part, variables, step + 1));
      return parts.every((part) => part?.kind === 'text')
        ? { kind: 'text', text: parts.map((part) => (part?.kind === 'text' ? part.text : '')).join('') }
        : value;
    }
    case 'list':
      return {
        kind: 'list',
        items: value.items.flatMap((item) => {
          const found = resolveValue(item, variables, step + 1) ?? item;
          // `[*LIST, 'more']`
          return found.kind === 'list' && item.kind !== 'list' ? found.items : [found];
        }),
      };
    default:
      return value;
  }
}

/** What a template says where its first part is made at run time: `#{base}/users` ends in `/users`. */
export function endOfTemplate(value: RubyValue | null, variables: Variables): string | null {
  if (value?.kind !== 'template') return null;
  const [first, ...rest] = value.parts.map((part) => resolveValue(part, variables));
  if (first?.kind === 'text' || !rest.every((part) => part?.kind === 'text')) return null;
  return rest.map((part) => (part?.kind === 'text' ? part.text : '')).join('');
}
