import type { HandlerFacts } from '../handler-facts.ts';
import { type Checks, joinChecks, noChecks } from '../routes.ts';
import type { Place } from '../seen.ts';

export type RustLibrary = 'axum' | 'actix' | 'rocket';

/** A route as far as its place is known. */
export interface RustRoute {
  readonly library: RustLibrary;
  readonly method: string;
  readonly path: string;
  /** False where something that is not known stands before the path. */
  readonly isWhole: boolean;
  readonly facts: HandlerFacts | null;
  readonly inputs: readonly string[];
  readonly checks: Checks;
  readonly place: Place;
}

/** Most routes of one router. */
const maxRoutes = 20_000;

/** A router, an application, a scope or a resource: it is changed by what is called on it. */
export class Container {
  readonly kind = 'container';
  readonly library: RustLibrary;
  /** Of a scope or resource: its path; null where it is not known. */
  readonly prefix: string | null;
  /** False for one that a function is given by somebody who is not seen. */
  isApplication: boolean;
  readonly routes: RustRoute[] = [];
  /** Holds for all routes, whenever they are added. */
  checks: Checks = noChecks;
  isUsed = false;

  constructor(library: RustLibrary, prefix: string | null = '', isApplication = true) {
    this.library = library;
    this.prefix = prefix;
    this.isApplication = isApplication;
  }

  add(route: RustRoute): void {
    if (this.routes.length < maxRoutes) this.routes.push(route);
  }

  /** What it holds, with its own prefix and checks. */
  all(): RustRoute[] {
    return this.routes.map((route) => ({
      ...route,
      path: `${this.prefix ?? ''}/${route.path}`,
      isWhole: route.isWhole && this.prefix !== null,
      checks: joinChecks(this.checks, route.checks),
    }));
  }

  /** Puts another one below a prefix. */
  take(inner: Container, prefix: string | null): void {
    inner.isUsed = true;
    for (const route of inner.all())
      this.add({
        ...route,
        path: `${prefix ?? ''}/${route.path}`,
        isWhole: route.isWhole && prefix !== null,
      });
  }

  /** What is put around all routes that it has now. */
  cover(checks: Checks): void {
    for (const [index, route] of this.routes.entries())
      this.routes[index] = { ...route, checks: joinChecks(checks, route.checks) };
  }

  copy(): Container {
    const made = new Container(this.library, this.prefix, this.isApplication);
    made.routes.push(...this.routes);
    made.checks = this.checks;
    return made;
  }
}
