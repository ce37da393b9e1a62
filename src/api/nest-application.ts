import { constantString } from '../code/constant-string.ts';
import { callOf, entriesOf, unwrap } from '../code/javascript.ts';
import type { CodeModule } from '../code/program.ts';
import type { SyntaxNode } from '../code/syntax.ts';
import { type CheckKind, checkKindOfGuard } from './check-names.ts';
import { oneCheck } from './javascript-checks.ts';
import { joinPath } from './join-path.ts';
import { type Checks, joinChecks, noChecks } from './routes.ts';
import { seenAt } from './seen.ts';
import type { FrameworkContext } from './web-framework.ts';

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
  full(path: string, version: string): string;
}

interface Settings {
  readonly folder: string;
  prefix: string | null;
  prefixKnown: boolean;
  exclude: string[];
  versionPrefix: string | null;
  defaultVersions: string[] | null;
  checks: Checks;
  validatesTypes: boolean;
}

/** The applications of a program: where `NestFactory` is used, with the modules below that provide global guards. */
export function nestApplications(context: FrameworkContext): NestApplication[] {
  const applications = context
    .mentioning(['NestFactory.create', 'createNestApplication'])
    .map((module) => readMain(module, context));
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
  for (const module of context.mentioning(['RouterModule'])) {
    // Angular has one of the same name.
    if (!module.file.text.includes('@nestjs/core')) continue;
    const owner = nearest(applications, module.file.path);
    if (owner !== null) owner.prefixKnown = false;
  }
  return applications.map(applicationFrom);
}

/** The application that a file belongs to: the nearest above it, or the only one. */
export function applicationOf(applications: readonly NestApplication[], path: string): NestApplication {
  return nearest(applications, path) ?? unknownApplication;
}

function nearest<A extends { readonly folder: string }>(applications: readonly A[], path: string): A | null {
  const above = applications.filter(({ folder }) => folder === '' || path.startsWith(`${folder}/`));
  const deepest = above.sort((a, b) => b.folder.length - a.folder.length)[0];
  return deepest ?? (applications.length === 1 ? (applications[0] ?? null) : null);
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
    full(path, version) {
      const excluded = exclude.some((each) => joinPath('/', each) === path);
      return joinPath(joinPath(excluded ? '' : (prefix ?? ''), version), path);
    },
  };
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
      settings.exclude = texts(optionOf(call.args[1], 'exclude'), module, context);
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
  const parts = node.kind === 'array' ? node.children() : [node];
  return parts.flatMap((part) => constantString(part, module, context.definitions) ?? []);
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
