import { constantString } from '../../code/constant-string.ts';
import type { Definition } from '../../code/definitions.ts';
import { callOf, entriesOf, isFunction, unwrap, without } from '../../code/javascript.ts';
import type { CodeModule } from '../../code/program.ts';
import type { SyntaxNode } from '../../code/syntax.ts';
import type { TextRange } from '../../text/range.ts';
import { pagesStyle, webStyle } from '../javascript/answer-styles.ts';
import { endpointFrom, handlerOf, type Placed, type Registration } from '../javascript/endpoint.ts';
import { methodBranches, nextMethods } from '../javascript/next-methods.ts';
import { middlewareLayers } from '../javascript/next-middleware.ts';
import { type NextFile, nextFile } from '../javascript/next-paths.ts';
import type { LocalEndpoint, RouteFacts, RouteItem, RouterFact } from '../routes.ts';
import type { FrameworkContext, WebFramework } from '../web-framework.ts';

/** Next.js 12 to 16: https://nextjs.org/docs/app/api-reference/file-conventions/route */
export default {
  id: 'nextjs',
  title: 'Next.js',
  languages: ['typescript', 'tsx', 'javascript'],
  measured: true,
  find(context) {
    const routers = new Map<string, RouterFact>();
    const items: RouteItem[] = [];
    const isProject = (folder: string): boolean => context.program.has(`${folder}/package.json`);
    for (const path of context.program.paths) {
      const file = nextFile(path, isProject);
      if (file === null) continue;
      const endpoints = context.keep('nextjs', path, () => readFile(path, file, context));
      if (endpoints.length === 0) continue;
      const key = `${file.project}#next`;
      if (!routers.has(key)) {
        routers.set(key, { key, role: 'application', certain: true, transparent: false });
        items.push(...projectItems(file.project, context));
      }
      for (const endpoint of endpoints)
        items.push({ router: `${key}in`, path, offset: endpoint.span.start, kind: 'endpoint', endpoint });
    }
    return withInner(routers, items);
  },
} satisfies WebFramework as WebFramework;

/** All routes of a project lie below its base path. */
function withInner(routers: ReadonlyMap<string, RouterFact>, items: readonly RouteItem[]): RouteFacts {
  const inner = [...routers.values()].map(
    (router): RouterFact => ({ ...router, key: `${router.key}in`, role: 'router' }),
  );
  return { routers: [...routers.values(), ...inner], items };
}

/** The base path of next.config, and what the middleware checks. */
function projectItems(project: string, context: FrameworkContext): RouteItem[] {
  const key = `${project}#next`;
  const folder = project === '' ? '' : `${project}/`;
  const path = `${folder}next.config`;
  const checks = { authentication: [], authorization: [], validation: [], rateLimit: [], other: [] };
  const prefix = ['js', 'mjs', 'ts', 'cjs', 'mts']
    .map((extension) => `${path}.${extension}`)
    .filter((each) => context.program.has(each))
    .map((each) => context.keep('nextjs base path', each, () => basePathOf(each, context)))[0];
  const mount: RouteItem = {
    router: key,
    path,
    offset: 0,
    kind: 'mount',
    prefix: prefix ?? '',
    to: `${key}in`,
    checks,
  };
  const layers = ['middleware', 'src/middleware', 'proxy', 'src/proxy']
    .flatMap((name) => ['ts', 'js', 'tsx', 'mjs'].map((extension) => `${folder}${name}.${extension}`))
    .filter((each) => context.program.has(each))
    .flatMap((each) =>
      context
        .keep('nextjs middleware', each, () => {
          const module = context.program.module(each);
          return module === null ? [] : middlewareLayers(module, context);
        })
        .map(
          (layer): RouteItem => ({
            router: `${key}in`,
            path: each,
            offset: 0,
            kind: 'layer',
            whole: true,
            ...layer,
          }),
        ),
    );
  return [mount, ...layers];
}

/** `basePath` of the exported settings, '' without one: one from the environment is for those who serve it elsewhere. */
function basePathOf(path: string, context: FrameworkContext): string {
  const module = context.program.module(path);
  if (module === null || !module.file.text.includes('basePath')) return '';
  const pair = module.file.root
    .findAll(['pair'])
    .find((node) => node.field('key')?.text === 'basePath')
    ?.field('value');
  return pair === undefined || pair === null ? '' : (constantString(pair, module, context.definitions) ?? '');
}

function readFile(path: string, file: NextFile, context: FrameworkContext): LocalEndpoint[] {
  const module = context.program.module(path);
  if (module === null) return [];
  return file.router === 'app'
    ? appRoutes(module, file.path, context)
    : pageRoutes(module, file.path, context);
}

function appRoutes(module: CodeModule, path: string, context: FrameworkContext): LocalEndpoint[] {
  return nextMethods.flatMap((method) => {
    const own = module.exports.named.get(method);
    const found = context.definitions.property({ kind: 'module', module }, method);
    if (own === undefined && found === null) return [];
    const local = own?.kind === 'local' ? own.node : null;
    const handler = found?.kind === 'node' ? found : { node: local ?? module.file.root, module };
    const range = local === null ? startOf(module) : registrationOf(local);
    return [endpointFrom({ method, path, range, module, layers: [], handler, style: webStyle }, context)];
  });
}

function startOf(module: CodeModule): TextRange {
  return { start: 0, end: Math.min(1, module.file.text.length) };
}

/** A function is long: where it begins is where it is registered. */
function registrationOf(node: SyntaxNode): TextRange {
  const name = isFunction(node) ? node.field('name') : null;
  return (name ?? node).range;
}

function pageRoutes(module: CodeModule, path: string, context: FrameworkContext): LocalEndpoint[] {
  const found = context.definitions.property({ kind: 'module', module }, 'default');
  if (found?.kind !== 'node' || !isOfNext(module, found)) return [];
  const byMethod = methodTable(found, context);
  const at = module.exports.named.get('default');
  const range = at?.kind === 'local' ? registrationOf(at.node) : startOf(module);
  const from = (method: string, handler: Placed, more?: Pick<Registration, 'body' | 'part'>): LocalEndpoint =>
    endpointFrom({ method, path, range, module, layers: [], handler, style: pagesStyle, ...more }, context);
  if (byMethod.size > 0) return [...byMethod].map(([method, handler]) => from(method, handler));
  const handler = handlerOf(found, context.definitions);
  if (handler === null) return callOf(found.node) === null ? [] : [from('ALL', found)];
  const branches = methodBranches(handler.node);
  if (branches.length === 0) return [from('ALL', found)];
  return branches.map(({ method, range: own }) => {
    const others = branches.flatMap(({ range: other }) => (other === null || other === own ? [] : [other]));
    const body = { node: without(handler.node, others), module: handler.module };
    const endpoint = from(method, found, own === null ? { body } : { body, part: own });
    // 405 is for the methods that are not told apart.
    return { ...endpoint, statusCodes: endpoint.statusCodes.filter(({ status }) => status !== 405) };
  });
}

/** A file of clients may lie in `pages/api` too: a handler takes two parameters, or is wrapped. */
function isOfNext(module: CodeModule, found: Definition): boolean {
  if (found.kind !== 'node') return false;
  return (
    /\bnext\b|NextApi|\bNextRequest\b/.test(module.file.text.slice(0, 20_000)) ||
    isFunction(found.node) ||
    callOf(found.node) !== null
  );
}

/** `defaultHandler({ GET: import('./_get'), POST: create })` */
function methodTable(found: Placed, context: FrameworkContext): Map<string, Placed> {
  const table = new Map<string, Placed>();
  const call = callOf(found.node);
  for (const arg of call?.args ?? [])
    for (const [name, node] of entriesOf(unwrap(arg)))
      if (nextMethods.includes(name)) table.set(name, defaultOf({ node, module: found.module }, context));
  return table;
}

function defaultOf(given: Placed, context: FrameworkContext): Placed {
  const definition = context.definitions.of(given.node, given.module);
  const value =
    definition?.kind === 'module' ? context.definitions.property(definition, 'default') : definition;
  return value?.kind === 'node' ? value : given;
}
