import type { ClassEntry, ClassIndex, Scope } from '../classes/class-index.ts';
import { argumentOf, type Expression, type Link, simpleName } from '../classes/class-model.ts';
import { joinPath } from '../join-path.ts';
import type { Settings } from './modules.ts';
import { fillIn } from './settings.ts';

/** What an application puts before all of its paths; null where it does and that is not known. */
export function contextPath(settings: Settings): string | null {
  const parts = [
    settings.first(['server.servlet.context-path', 'server.context-path', 'spring.webflux.base-path']),
    settings.first(['spring.mvc.servlet.path', 'server.servlet-path']),
  ];
  let path = '';
  for (const part of parts) {
    const filled = part === null ? null : fillIn(part, settings.values);
    if (filled === null) return null;
    path = joinPath(path, filled);
  }
  return path;
}

/** A prefix that `PathMatchConfigurer.addPathPrefix` puts before some controllers. */
export interface PathPrefix {
  readonly prefix: string | null;
  /** Whether it holds for a controller; null where that is not known. */
  holdsFor(controller: ClassEntry, annotations: readonly string[]): boolean | null;
}

export function pathPrefixes(index: ClassIndex): PathPrefix[] {
  return index.entries.flatMap(({ fact: owner, file }) =>
    owner.methods.flatMap((method) =>
      (method.statements ?? []).flatMap((statement) => prefixesIn(statement, { file, owner }, index)),
    ),
  );
}

function prefixesIn(statement: Expression, scope: Scope, index: ClassIndex): PathPrefix[] {
  if (statement.kind === 'list') return statement.items.flatMap((item) => prefixesIn(item, scope, index));
  if (statement.kind !== 'chain') return [];
  return statement.links
    .filter(({ name }) => name === 'addPathPrefix')
    .map((link) => ({
      prefix: index.text(argumentOf(link.args, ['prefix'], true), scope),
      holdsFor: condition(link),
    }));
}

/** `HandlerTypePredicate.forAnnotation(X.class)`, `c -> c.isAnnotationPresent(X.class)`, `forBasePackage("a.b")`. */
function condition({ args }: Link): PathPrefix['holdsFor'] {
  const value = args.at(-1)?.value;
  const text =
    value?.kind === 'lambda' ? (value.text ?? '') : value?.kind === 'chain' ? textOfLinks(value.links) : '';
  const annotation =
    /(?:isAnnotationPresent|forAnnotation|hasAnnotation)\w*\((?:[^()]*,\s*)?([\w.]+?)(?:\.class|::class)/.exec(
      text,
    )?.[1];
  const packageName = /forBasePackage\("?([\w.]+)/.exec(text)?.[1];
  if (/[&|!]/.test(text)) return () => null;
  if (annotation !== undefined) return (_, annotations) => annotations.includes(simpleName(annotation));
  if (packageName !== undefined)
    return ({ fact }) => fact.package === packageName || fact.package.startsWith(`${packageName}.`);
  return /^\s*\w+\s*->\s*true\s*$/.test(text) ? () => true : () => null;
}

function textOfLinks(links: readonly Link[]): string {
  return links
    .map(
      ({ name, args }) =>
        `${name}(${args.map(({ value }) => (value.kind === 'name' ? `${value.name}.class` : value.kind === 'text' ? value.text : '!')).join(', ')})`,
    )
    .join('.');
}
