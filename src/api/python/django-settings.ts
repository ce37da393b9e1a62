import type { Expression } from './expression.ts';
import type { PythonModule } from './module.ts';
import type { Project, Site } from './project.ts';
import { itemsOf, type Placed, textOf } from './values.ts';

/** What a Django project's settings say about its routes. */
export interface DjangoSettings {
  /** Files of ROOT_URLCONF; of several settings (of a base and of production) all that differ. */
  readonly roots: ReadonlySet<string>;
  readonly hasRoot: boolean;
  readonly middleware: readonly { readonly name: string; readonly at: Placed }[];
  /** An entry of REST_FRAMEWORK. */
  rest(key: string): Placed | null;
}

/** Settings that are for one machine or for tests only. */
const special = /(?:^|[/_])(?:local|dev|development|test|tests|testing|ci|example|sample)(?:[/_.]|$)/i;

export function readSettings(project: Project): DjangoSettings {
  const modules = [...project.modules.values()].sort((a, b) => rank(a) - rank(b));
  const values = (name: string): Placed[] =>
    modules.flatMap((module) => {
      const bindings = module.scopes[0]?.names[name] ?? [];
      return bindings.flatMap((binding) =>
        binding.kind === 'value' ? [{ module, scope: 0, value: binding.value }] : [],
      );
    });
  const roots = new Set<string>();
  const conf = values('ROOT_URLCONF');
  for (const at of conf) {
    const name = textOf(at.value, at, project);
    const path = name === null ? undefined : project.index.find(at.module.path, name)?.path;
    if (path !== undefined && path !== null) roots.add(path);
  }
  const rest = values('REST_FRAMEWORK');
  return {
    roots,
    hasRoot: conf.length > 0,
    middleware: values('MIDDLEWARE').flatMap((list) =>
      itemsOf(list.value, list, project).flatMap((at) => {
        const name = textOf(at.value, at, project);
        return name === null ? [] : [{ name, at }];
      }),
    ),
    rest: (key) => {
      for (const at of rest) {
        const entry = entryOf(at.value, key, at, project);
        if (entry !== undefined) return { module: at.module, scope: at.scope, value: entry };
      }
      return null;
    },
  };
}

function rank({ path }: PythonModule): number {
  return special.test(path) ? 1 : 0;
}

/** The value of a dictionary's key. */
export function entryOf(
  value: Expression,
  key: string,
  site: Site,
  project: Project,
): Expression | undefined {
  if (value.kind !== 'dictionary') return undefined;
  return value.entries.find(([name]) => textOf(name, site, project) === key)?.[1];
}
