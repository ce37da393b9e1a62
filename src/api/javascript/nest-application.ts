import { constantString } from '../../code/constant-string.ts';
import { callOf, entriesOf, unwrap } from '../../code/javascript.ts';
import type { CodeModule } from '../../code/program.ts';
import type { SyntaxNode } from '../../code/syntax.ts';
import { type CheckKind, checkKindOfGuard } from '../check-names.ts';
import { isBelow, joinPath } from '../join-path.ts';
import { oneCheck } from '../one-check.ts';
import { type Checks, joinChecks, noChecks } from '../routes.ts';
import { seenAt } from '../seen.ts';
import type { FrameworkContext } from '../web-framework.ts';

/** What an application adds to all of its controllers. */
export interface NestApplication {
  readonly folder: string;
  /** False where something that cannot be read here may add to the path. */
  readonly prefixSeen: boolean;
  /** Guards and throttles that hold for every route. */
  readonly checks: Checks;
  /** True where a global `ValidationPipe` checks each input by the class of its type. */
  readonly validatesTypes: boolean;
  /** The version segments that a route answers under; `''` for none. */
  versioned(versions: readonly string[] | null): readonly string[];
  full(path: string, version: string, method: string): string;
}

/** A route that the global prefix does not stand before. */
interface Exclusion {
  /** Without a leading slash. */
  readonly path: string;
  /** True where it holds for what lies below, too. */
  readonly below: boolean;
  readonly method: string | null;
}

interface Settings {
  readonly folder: string;
  prefix: string | null;
  prefixKnown: boolean;
  exclude: Exclusion[];
  versionPrefix: string | null;
  defaultVersions: string[] | null;
  checks: Checks;
  validatesTypes: boolean;
}

/** The applications of a program: where `NestFactory` is used, with the modules below that provide global guards. */
export function nestApplications(context: FrameworkContext): NestApplication[] {
  const applications = onePerFolder(
    context
      .mentioning(['NestFactory.create', 'createNestApplication'])
      .filter(servesRequests)
      .map((module) => readMain(module, context)),
  );
  // What sets an application up may stand in a file of its own.
  for (const module of context.mentioning(['.setGlobalPrefix(', '.enableVersioning('])) {
    if (/NestFactory\.create|createNestApplication/.test(module.file.text)) continue;
    const owner = nearest(applications, module.file.path);
    if (owner !== null) addSettings(owner, readMain(module, context));
  }
  const providers = context.mentioning(['APP_GUARD']);
  for (const module of providers) {
    const checks = globalGuards(module);
    const owner = nearest(applications, module.file.path);
    if (owner !== null) owner.checks = joinChecks(owner.checks, checks);
  }
  for (const module of context.mentioning(['APP_PIPE'])) {
    const owner = nearest(applications, module.file.path);
    if (owner !== null && /\bValidationPipe\b/.test(module.file.text)) owner.validatesTypes = true;
  }
  return applications.map(applicationFrom);
}

/** A context for scripts and workers answers nobody. */
function servesRequests({ file }: CodeModule): boolean {
  return /NestFactory\.create(?!ApplicationContext|Microservice)|createNestApplication/.test(file.text);
}

/** A script that makes the same application beside its start, to write its schema, sets up nothing. */
function onePerFolder(applications: readonly Settings[]): Settings[] {
  const isSetUp = ({ prefix, prefixKnown, versionPrefix }: Settings): boolean =>
    prefix !== null || !prefixKnown || versionPrefix !== null;
  return [...Map.groupBy(applications, ({ folder }) => folder).values()].flatMap(
    (all) => all.find(isSetUp) ?? all[0] ?? [],
  );
}

function addSettings(to: Settings, from: Settings): void {
  if (from.prefix !== null || !from.prefixKnown) {
    to.prefix = from.prefix;
    to.prefixKnown = from.prefixKnown;
    to.exclude = from.exclude;
  }
  if (from.versionPrefix !== null) {
    to.versionPrefix = from.versionPrefix;
    to.defaultVersions = from.defaultVersions;
  }
  to.checks = joinChecks(to.checks, from.checks);
  to.validatesTypes ||= from.validatesTypes;
}

/** The application that a file belongs to: the nearest above it, or the only one. */
export function applicationOf(applications: readonly NestApplication[], path: string): NestApplication {
  return nearest(applications, path) ?? unknownApplication;
}

function nearest<A extends { readonly folder: string }>(applications: readonly A[], path: string): A | null {
  const above = applications.filter(({ folder }) => folder === '' || path.startsWith(`${folder}/`));
  const deepest = above.sort((a, b) => b.folder.length - a.folder.length)[0];
  if (deepest !== undefined || applications.length === 1) return deepest ?? applications[0] ?? null;
  // `src/workers/api.ts` starts what lies in `src`: the only one that shares the most folders.
  const shared = applications.map((application) => commonFolders(application.folder, path));
  const most = Math.max(0, ...shared);
  const closest = applications.filter((_, index) => most > 0 && shared[index] === most);
  return closest.length === 1 ? (closest[0] ?? null) : null;
}

function commonFolders(folder: string, path: string): number {
  const own = folder.split('/');
  const parts = path.split('/');
  const differs = own.findIndex((part, index) => part !== parts[index]);
  return differs === -1 ? own.length : differs;
}

const unknownApplication: NestApplication = {
  folder: '',
  prefixSeen: false,
  checks: noChecks,
  validatesTypes: false,
  versioned: () => [''],
  full: (path) => path,
};

function applicationFrom(settings: Settings): NestApplication {
  const { folder, prefix, prefixKnown, versionPrefix, defaultVersions, checks, exclude, validatesTypes } =
    settings;
  return {
    folder,
    prefixSeen: prefixKnown,
    checks,
    validatesTypes,
    versioned(versions) {
      if (versionPrefix === null) return [''];
      const given = versions ?? defaultVersions ?? [''];
      return given.map((version) => (version === '' ? '' : `${versionPrefix}${version}`));
    },
    full(path, version, method) {
      const excluded = exclude.some((each) => isExcluded(each, path, method));
      return joinPath(joinPath(excluded ? '' : (prefix ?? ''), version), path);
    },
  };
}

function isExcluded({ path, below, method }: Exclusion, route: string, verb: string): boolean {
  if (method !== null && method !== 'ALL' && method !== verb) return false;
  const full = joinPath('/', path);
  return below ? isBelow(route, full) : full === route;
}

/** `'health'`, `'auth/(.*)'`, `'auth/*path'`, `{ path: 'health', method: RequestMethod.GET }`. */
function exclusionOf(node: SyntaxNode, module: CodeModule, context: FrameworkContext): Exclusion[] {
  const entries = entriesOf(unwrap(node));
  const path = constantString(entries.get('path') ?? node, module, context.definitions);
  if (path === null) return [];
  const method = /\.([A-Z]+)$/.exec(entries.get('method')?.text ?? '')?.[1] ?? null;
  const rest = path.replace(/\{?\/?(?:\(\.\*\)|\*\w*)\}?$/, '');
  return [{ path: rest, below: rest !== path, method }];
}

function readMain(module: CodeModule, context: FrameworkContext): Settings {
  const settings: Settings = {
    folder: module.file.path.split('/').slice(0, -1).join('/'),
    prefix: null,
    prefixKnown: true,
    exclude: [],
    versionPrefix: null,
    defaultVersions: null,
    checks: noChecks,
    validatesTypes: false,
  };
  for (const node of module.file.root.findAll(['call_expression'])) {
    const call = callOf(node);
    const first = call?.args[0];
    if (call === null || call.receiver === null) continue;
    if (call.name === 'setGlobalPrefix' && first !== undefined) {
      settings.prefix = constantString(first, module, context.definitions);
      settings.prefixKnown = settings.prefix !== null;
      settings.exclude = listOf(optionOf(call.args[1], 'exclude')).flatMap((each) =>
        exclusionOf(each, module, context),
      );
    }
    if (call.name === 'enableVersioning') readVersioning(first, settings, module, context);
    if (call.name === 'useGlobalPipes' && call.args.some((arg) => /\bValidationPipe\b/.test(arg.text)))
      settings.validatesTypes = true;
    if (call.name === 'useGlobalGuards')
      for (const arg of call.args)
        settings.checks = joinChecks(settings.checks, oneCheck(guardKind(arg), seenAt(arg, module)));
  }
  return settings;
}

function readVersioning(
  options: SyntaxNode | undefined,
  settings: Settings,
  module: CodeModule,
  context: FrameworkContext,
): void {
  const type = optionOf(options, 'type');
  // Without options versions stand in the path, as with VersioningType.URI; others are told by headers.
  if (type !== undefined && !/URI$/.test(type.text)) return;
  const prefix = optionOf(options, 'prefix');
  settings.versionPrefix =
    prefix === undefined
      ? 'v'
      : prefix.kind === 'false'
        ? ''
        : (constantString(prefix, module, context.definitions) ?? 'v');
  const versions = texts(optionOf(options, 'defaultVersion'), module, context);
  settings.defaultVersions = versions.length > 0 ? versions : null;
}

function optionOf(options: SyntaxNode | undefined, name: string): SyntaxNode | undefined {
  const value = options === undefined ? undefined : entriesOf(unwrap(options)).get(name);
  return value === undefined ? undefined : unwrap(value);
}

function texts(node: SyntaxNode | undefined, module: CodeModule, context: FrameworkContext): string[] {
  if (node === undefined) return [];
  return listOf(node).flatMap((part) => constantString(part, module, context.definitions) ?? []);
}

function listOf(node: SyntaxNode | undefined): readonly SyntaxNode[] {
  if (node === undefined) return [];
  return node.kind === 'array' ? node.children() : [node];
}

/** Global guards by their names: of one that holds everywhere, "it decides who may pass" says too little. */
function guardKind(node: SyntaxNode): CheckKind {
  return checkKindOfGuard(callOf(unwrap(node))?.name ?? node.text.slice(0, 80));
}

/** Guards of `{ provide: APP_GUARD, useClass: JwtAuthGuard }`. */
function globalGuards(module: CodeModule): Checks {
  const found = module.file.root.findAll(['object']).flatMap((object) => {
    const entries = entriesOf(object);
    const provided = entries.get('provide');
    const guard =
      entries.get('useClass') ??
      entries.get('useExisting') ??
      entries.get('useFactory') ??
      entries.get('useValue');
    if (provided?.text !== 'APP_GUARD' || guard === undefined) return [];
    return [
      oneCheck(guardKind(guard), {
        ...seenAt(guard, module),
        text: `APP_GUARD ${seenAt(guard, module).text}`,
      }),
    ];
  });
  return joinChecks(...found);
}
