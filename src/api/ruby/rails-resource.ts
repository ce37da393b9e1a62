import { pluralize, singularize } from './inflect.ts';

/** What `resources :photos` or `resource :profile` is about. */
export interface Resource {
  readonly isSingular: boolean;
  /** Segment of its address. */
  readonly path: string;
  readonly controller: string;
  /** Name of the parameter that names one of them: `id`. */
  readonly parameter: string;
  /** Name of the same parameter for what is nested: `photo_id`. */
  readonly nestedParameter: string;
  readonly actions: readonly string[];
  readonly isShallow: boolean;
}

export interface ResourceOptions {
  readonly only: readonly string[] | null;
  readonly except: readonly string[] | null;
  readonly path: string | null;
  readonly controller: string | null;
  readonly as: string | null;
  readonly param: string | null;
}

const many = ['index', 'create', 'new', 'edit', 'show', 'update', 'destroy'];
const one = ['create', 'new', 'edit', 'show', 'update', 'destroy'];

/** https://guides.rubyonrails.org/routing.html#crud-verbs-and-actions; an API application has no forms. */
export function resourceOf(
  name: string,
  isSingular: boolean,
  options: ResourceOptions,
  { isShallow, isApi }: { isShallow: boolean; isApi: boolean },
): Resource {
  const all = (isSingular ? one : many).filter((action) => !isApi || (action !== 'new' && action !== 'edit'));
  const { only, except } = options;
  const parameter = options.param ?? 'id';
  const actions = only !== null ? (isSingular ? one : many).filter((each) => only.includes(each)) : all;
  return {
    isSingular,
    path: options.path ?? name,
    controller: options.controller ?? (isSingular ? pluralize(name) : name),
    parameter,
    nestedParameter: `${singularize(options.as ?? name)}_${parameter}`,
    actions: only === null && except !== null ? actions.filter((each) => !except.includes(each)) : actions,
    isShallow,
  };
}

export function memberPath(resource: Resource): string {
  return resource.isSingular ? resource.path : `${resource.path}/:${resource.parameter}`;
}

export function nestedPath(resource: Resource): string {
  return resource.isSingular ? resource.path : `${resource.path}/:${resource.nestedParameter}`;
}
