import { singularize } from '../ruby/inflect.ts';
import { entry, type PhpLink, type PhpValue, textsOf } from './value.ts';

export interface ResourceRoute {
  readonly verbs: readonly string[];
  readonly path: string;
  readonly action: string;
}

interface LaravelResourceOptions {
  readonly only: readonly string[] | null;
  readonly except: readonly string[] | null;
  readonly parameters: ReadonlyMap<string, string>;
  readonly isShallow: boolean;
  /** `creatable` and `destroyable` of a singleton. */
  readonly also: readonly string[];
}

type Form = 'resource' | 'apiResource' | 'singleton' | 'apiSingleton';

const actions: Readonly<Record<Form, readonly string[]>> = {
  resource: ['index', 'create', 'store', 'show', 'edit', 'update', 'destroy'],
  apiResource: ['index', 'store', 'show', 'update', 'destroy'],
  singleton: ['show', 'edit', 'update'],
  apiSingleton: ['show', 'update'],
};
const verbs: ReadonlyMap<string, readonly string[]> = new Map([
  ['store', ['POST']],
  ['update', ['PUT', 'PATCH']],
  ['destroy', ['DELETE']],
]);

export function isResourceForm(name: string): name is Form {
  return name in actions;
}

/** https://laravel.com/docs/controllers#resource-controllers: `photos.comments` is nested. */
export function resourceRoutes(name: string, form: Form, options: LaravelResourceOptions): ResourceRoute[] {
  const isSingle = form === 'singleton' || form === 'apiSingleton';
  const names = name.split('.');
  const own = names.at(-1) ?? '';
  const base = names
    .map((each, index) => (index === names.length - 1 ? each : `${each}/{${parameter(each, options)}}`))
    .join('/');
  const shallow = options.isShallow ? own : base;
  const { only, except } = options;
  const all = [...actions[form], ...options.also];
  return all
    .filter((action) => (only === null || only.includes(action)) && except?.includes(action) !== true)
    .map((action) => {
      const isOfAll = isSingle || action === 'index' || action === 'store' || action === 'create';
      const isBelow = !isOfAll || (isSingle && action !== 'create' && action !== 'store');
      const start = isBelow && !isSingle ? `${shallow}/{${parameter(own, options)}}` : base;
      const end = action === 'create' || action === 'edit' ? `/${action}` : '';
      return { verbs: verbs.get(action) ?? ['GET'], path: start + end, action };
    });
}

function parameter(name: string, { parameters }: LaravelResourceOptions): string {
  const last = name.slice(name.lastIndexOf('/') + 1);
  return parameters.get(last) ?? singularize(last.replaceAll('-', '_'));
}

/** The options of an array and of the calls that follow: `->only('index')`. */
export function resourceOptions(array: PhpValue | null, rest: readonly PhpLink[]): LaravelResourceOptions {
  const value = (name: string): PhpValue | null =>
    rest.find((link) => link.name === name)?.args[0]?.value ?? entry(array, name);
  const list = (name: string): string[] | null => {
    const link = rest.find((each) => each.name === name);
    const several = link !== undefined && link.args.length > 1;
    return several ? link.args.flatMap((each) => textsOf(each.value) ?? []) : textsOf(value(name));
  };
  const given = value('parameters');
  const single = rest.filter((link) => link.name === 'parameter');
  const names = given?.kind === 'list' ? given.entries : [];
  const parameters = new Map(
    names.flatMap(({ key, value: item }): [string, string][] =>
      key !== null && item.kind === 'text' ? [[key, item.text]] : [],
    ),
  );
  for (const { args } of single) {
    const [from, to] = [args[0]?.value, args[1]?.value];
    if (from?.kind === 'text' && to?.kind === 'text') parameters.set(from.text, to.text);
  }
  const has = (name: string): boolean => rest.some((link) => link.name === name);
  const shallow = entry(array, 'shallow');
  return {
    only: list('only'),
    except: list('except'),
    parameters,
    isShallow: has('shallow') || (shallow?.kind === 'boolean' && shallow.value),
    also: has('creatable') ? ['create', 'store', 'destroy'] : has('destroyable') ? ['destroy'] : [],
  };
}
