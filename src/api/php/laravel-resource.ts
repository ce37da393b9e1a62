import { singularize } from '../ruby/inflect.ts';

export interface ResourceRoute {
  readonly verbs: readonly string[];
  readonly path: string;
  readonly action: string;
}

export interface LaravelResourceOptions {
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
