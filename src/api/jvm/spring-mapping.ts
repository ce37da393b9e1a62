import type { ClassIndex, Scope } from '../classes/class-index.ts';
import { listOf } from '../classes/class-index.ts';
import { type Annotation, argumentOf, type Expression, simpleName } from '../classes/class-model.ts';
import { type PlacedAnnotation, placed } from '../classes/methods.ts';

/** Annotations that are made of others are followed this far. */
const maxMetaDepth = 4;

/** Annotation and the methods it maps; null: what its `method` says, else any. */
const mappings: ReadonlyMap<string, string | null> = new Map([
  ['RequestMapping', null],
  ['GetMapping', 'GET'],
  ['PostMapping', 'POST'],
  ['PutMapping', 'PUT'],
  ['PatchMapping', 'PATCH'],
  ['DeleteMapping', 'DELETE'],
  ['HttpExchange', null],
  ['GetExchange', 'GET'],
  ['PostExchange', 'POST'],
  ['PutExchange', 'PUT'],
  ['PatchExchange', 'PATCH'],
  ['DeleteExchange', 'DELETE'],
]);

export interface Mapping {
  /** Paths as they are written, null for each that is not known; `['']` where none is given. */
  readonly paths: readonly (string | null)[];
  /** Upper case; empty where the annotation names none. */
  readonly methods: readonly string[];
  readonly annotation: Annotation;
}

/** The mapping among annotations, nearest first; those that an annotation of the project is made of count as well. */
export function mappingOf(annotations: readonly PlacedAnnotation[], index: ClassIndex): Mapping | null {
  const found = annotations.find(({ annotation }) => mappings.has(simpleName(annotation.name)));
  if (found === undefined) return null;
  const { annotation, scope } = found;
  const name = simpleName(annotation.name);
  const named = argumentOf(annotation.args, ['path', 'value', 'url']);
  // Kotlin takes several paths one after the other.
  const unnamed = annotation.args.filter((arg) => arg.name === null).map(({ value }) => value);
  const written = named === null ? unnamed : [named];
  const fixed = mappings.get(name) ?? null;
  const given = argumentOf(annotation.args, ['method']);
  const paths = written.flatMap((value) => index.texts(value, scope));
  return {
    paths: paths.length === 0 ? [''] : paths,
    methods: fixed !== null ? [fixed] : methodsOf(given, index, scope),
    annotation,
  };
}

function methodsOf(value: Expression | null, index: ClassIndex, scope: Scope): string[] {
  return listOf(value).flatMap((item) => {
    const name = item.kind === 'name' ? simpleName(item.name) : index.text(item, scope);
    return name !== null && /^[A-Z]+$/.test(name) ? [name] : [];
  });
}

/** Annotations with what those of the project are made of behind them. */
export function withMetas(
  annotations: readonly PlacedAnnotation[],
  index: ClassIndex,
  depth = 0,
): PlacedAnnotation[] {
  return annotations.flatMap((each) => {
    const entry = depth < maxMetaDepth ? index.find(each.annotation.name, each.scope) : null;
    if (entry === null || entry.fact.kind !== 'annotation') return [each];
    const inner = { file: entry.file, owner: entry.fact };
    const metas = placed(entry.fact.annotations, inner).map((meta) => {
      const aliased = aliasedArgs(
        each.annotation,
        meta.annotation,
        entry.fact.methods,
        entry.fact.parameters,
      );
      return aliased.length === 0
        ? {
            ...meta,
            annotation: { ...meta.annotation, seen: each.annotation.seen, place: each.annotation.place },
          }
        : {
            // What is given through an alias is written where the annotation is used.
            scope: each.scope,
            annotation: {
              ...each.annotation,
              name: meta.annotation.name,
              args: [...aliased, ...meta.annotation.args],
            },
          };
    });
    return [each, ...withMetas(metas, index, depth + 1)];
  });
}

/** Arguments that `@AliasFor(annotation = Meta.class, attribute = "path")` hands on to a meta-annotation. */
function aliasedArgs(
  used: Annotation,
  meta: Annotation,
  elements: readonly { readonly name: string; readonly annotations: readonly Annotation[] }[],
  parameters: readonly { readonly name: string; readonly annotations: readonly Annotation[] }[],
): Annotation['args'][number][] {
  return [...elements, ...parameters].flatMap((element) => {
    const alias = element.annotations.find(({ name }) => simpleName(name) === 'AliasFor');
    const target = alias === undefined ? null : argumentOf(alias.args, ['annotation']);
    if (alias === undefined || target?.kind !== 'name' || simpleName(target.name) !== simpleName(meta.name))
      return [];
    const attribute = argumentOf(alias.args, ['attribute', 'value'], true);
    const given = argumentOf(used.args, [element.name], element.name === 'value');
    const name = attribute?.kind === 'text' ? attribute.text : element.name;
    return given === null ? [] : [{ name, value: given }];
  });
}
