import type { Checks } from '../routes.ts';
import type { RubyBlock } from './calls.ts';
import type { Resource } from './rails-resource.ts';
import type { RubyValue } from './value.ts';

/** A path that may begin with something that is made at run time. */
export interface RailsPath {
  readonly text: string;
  readonly isWhole: boolean;
}

/** Where a declaration stands: what Rails keeps in `@scope` (ActionDispatch::Routing::Mapper). */
export interface Scope {
  readonly file: string;
  readonly path: RailsPath;
  readonly shallowPath: RailsPath;
  readonly module: string;
  readonly controller: string | null;
  readonly action: string | null;
  readonly resource: Resource | null;
  readonly level: 'none' | 'resources' | 'resource' | 'collection' | 'member' | 'new' | 'nested';
  readonly isShallow: boolean;
  readonly isApi: boolean;
  readonly pathNames: ReadonlyMap<string, string>;
  /** `only` and `except` of a scope hold for the resources in it. */
  readonly only: readonly string[] | null;
  readonly except: readonly string[] | null;
  readonly checks: Checks;
  readonly variables: ReadonlyMap<string, RubyValue>;
  readonly depth: number;
}

export interface RailsRoute {
  readonly verb: string;
  readonly path: RailsPath;
  /** `api/v1/photos`; null where no controller answers. */
  readonly controller: string | null;
  readonly action: string | null;
  readonly redirect: number | null;
  readonly checks: Checks;
  readonly file: string;
}

/** Named blocks of a route set. */
export interface RouteSet {
  readonly concerns: Map<string, RubyBlock>;
  readonly functions: Map<string, RubyBlock>;
}

/** Optional parts are kept, as the longest address; `(.:format)` is none of the API's paths. */
export function plainPath(path: string): string {
  return path
    .replace(/\(?\.(?::format|:ext)\)?/g, '')
    .replace(/[()]/g, '')
    .replace(/\*\w+/g, '*');
}

export function joinRails(left: RailsPath, right: string): RailsPath {
  return { text: `${left.text}/${right}`, isWhole: left.isWhole };
}

export function joinModule(outer: string, inner: string): string {
  return inner === '' ? outer : outer === '' ? inner : `${outer}/${inner}`;
}

/** `/users` stands outside of the modules around it. */
export function joinController(module: string, controller: string): string {
  return controller.startsWith('/') ? controller.slice(1) : joinModule(module, controller);
}
