import { constantString } from '../../code/constant-string.ts';
import type { Definition } from '../../code/definitions.ts';
import { callOf, entriesOf } from '../../code/javascript.ts';
import type { CodeModule } from '../../code/program.ts';
import type { SyntaxNode } from '../../code/syntax.ts';
import { checkKindOfName, checkKindOfPackage } from '../check-names.ts';
import { oneCheck } from '../one-check.ts';
import { type Checks, joinChecks, noChecks } from '../routes.ts';
import type { FrameworkContext } from '../web-framework.ts';
import { webStyle } from './answer-styles.ts';
import { flatten } from './checks.ts';
import { innerFunction, readHandler } from './handler.ts';

/** What the middleware of a project checks, below a prefix. */
export interface NextLayer {
  readonly prefix: string;
  readonly checks: Checks;
}

/** The layers of `middleware.ts` (`proxy.ts` since Next.js 16): its checks on the paths of its matcher. */
export function middlewareLayers(module: CodeModule, context: FrameworkContext): NextLayer[] {
  const { definitions } = context;
  const self: Definition = { kind: 'module', module };
  const named = ['default', 'middleware', 'proxy'].find((name) => module.exports.named.has(name));
  if (named === undefined) return [];
  const found = definitions.property(self, named);
  const checks = checksOfMiddleware(found, module);
  const prefixes = matcherPrefixes(module, context);
  // Without a matcher, or with a pattern, the middleware itself tells which paths it guards.
  const choosesItself =
    prefixes === null || (found?.kind === 'node' && /\bpathname\b|RouteMatcher/.test(module.file.text));
  if (!choosesItself) return prefixes.map((prefix) => ({ prefix, checks }));
  const unclear = [...checks.authentication, ...checks.authorization, ...checks.rateLimit, ...checks.other];
  return [{ prefix: '', checks: { ...noChecks, other: unclear } }];
}

function checksOfMiddleware(found: Definition | null, module: CodeModule): Checks {
  const seen = { text: 'middleware', path: module.file.path, line: 1 };
  if (found?.kind === 'package') {
    const name = found.names.at(-1) ?? '';
    const kind = checkKindOfPackage(found.source) ?? checkKindOfName(name);
    return oneCheck(kind, { ...seen, text: `middleware: ${name === '' ? found.source : name}` });
  }
  if (found?.kind !== 'node') return oneCheck('other', seen);
  const line = found.module.file.lines.lineAt(found.node.range.start);
  const at = { ...seen, path: found.module.file.path, line };
  const call = callOf(found.node);
  const kind = call === null ? 'other' : checkKindOfName(call.name);
  const wrapper =
    kind === 'other' || kind === 'harmless'
      ? noChecks
      : oneCheck(kind, { ...at, text: `middleware: ${call?.name}` });
  const { checks } = readHandler(innerFunction(found.node), found.module, webStyle);
  return joinChecks(wrapper, { ...checks, validation: [] });
}

/** `/api` of `matcher: '/api/:path*'`; null where there is none, or one is a pattern. */
function matcherPrefixes(module: CodeModule, context: FrameworkContext): string[] | null {
  const config = context.definitions.property({ kind: 'module', module }, 'config');
  const matcher = config?.kind === 'node' ? entriesOf(config.node).get('matcher') : undefined;
  if (matcher === undefined || config?.kind !== 'node') return null;
  const texts = flatten(matcher, config.module, context.definitions).map(({ node, module: place }) =>
    constantString(sourceOf(node), place, context.definitions),
  );
  const prefixes = texts.map((text) => (text === null ? null : prefixOf(text)));
  return prefixes.every((prefix) => prefix !== null) ? prefixes : null;
}

/** `{ source: '/x' }` is a matcher with conditions. */
function sourceOf(node: SyntaxNode): SyntaxNode {
  return entriesOf(node).get('source') ?? node;
}

function prefixOf(pattern: string): string | null {
  const prefix = pattern.replace(/\/:\w+\*$|\/\(\.\*\)$/, '');
  return /[()*+?\\]/.test(prefix) ? null : prefix;
}
