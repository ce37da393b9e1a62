import type { ClassEntry, ClassIndex } from '../classes/class-index.ts';
import { type Annotation, argumentOf, simpleName } from '../classes/class-model.ts';
import { type MergedMethod, mergedMethods, type PlacedAnnotation, placed } from '../classes/methods.ts';
import { fillTokens, joinTemplates, shortVersion } from './route-template.ts';

/** A route of an action: a template and the methods that it answers to. */
export interface ActionRoute {
  readonly methods: readonly string[];
  readonly template: string;
  readonly prefixSeen: boolean;
  /** The attribute that says so, or none for a route by convention. */
  readonly annotation: Annotation | null;
}

export interface Action {
  readonly method: MergedMethod;
  readonly routes: readonly ActionRoute[];
  readonly versions: readonly string[];
}

export interface Controller {
  readonly entry: ClassEntry;
  /** Its own attributes and those of its bases, nearest first. */
  readonly attributes: readonly PlacedAnnotation[];
  readonly isApi: boolean;
  readonly actions: readonly Action[];
}

const verbs: ReadonlyMap<string, string> = new Map(
  ['Get', 'Post', 'Put', 'Patch', 'Delete', 'Head', 'Options'].map((name) => [
    `Http${name}`,
    name.toUpperCase(),
  ]),
);
const libraryControllers =
  /^(?:ControllerBase|Controller|ODataController|ApiController|AbpController|AbpControllerBase)$/;
const actionResults =
  /\b(?:I?ActionResult|ViewResult|JsonResult|IResult|ContentResult|FileResult|FileStreamResult|PhysicalFileResult|StatusCodeResult)\b/;

/** `patterns`: what `MapControllerRoute` maps controllers without routes of their own to. */
export function controllerOf(
  entry: ClassEntry,
  index: ClassIndex,
  patterns: readonly string[],
): Controller | null {
  const { fact, file } = entry;
  if (fact.kind !== 'class' || fact.modifiers.includes('abstract') || fact.modifiers.includes('static'))
    return null;
  if (fact.typeParameters.length > 0) return null;
  const levels = [entry, ...index.bases(entry)].filter((each) => each.fact.kind === 'class');
  const attributes = levels.flatMap((level) =>
    placed(level.fact.annotations, { file: level.file, owner: level.fact }),
  );
  const names = attributes.map(({ annotation }) => simpleName(annotation.name));
  const isLibrary = levels.some((level) =>
    level.fact.bases.some((base) => libraryControllers.test(simpleName(base))),
  );
  const isNamed = simpleName(fact.name).endsWith('Controller');
  if (
    names.includes('NonController') ||
    !(isNamed || isLibrary || names.includes('ApiController') || names.includes('Controller'))
  )
    return null;
  // Attributes of a base hold where the class has none of that kind itself.
  const own = levels.find(
    (level) =>
      routesAmong(placed(level.fact.annotations, { file: level.file, owner: level.fact }), index).length > 0,
  );
  const prefixes =
    own === undefined
      ? []
      : routesAmong(placed(own.fact.annotations, { file: own.file, owner: own.fact }), index);
  const area = textArgument(attributes, 'Area', index);
  const name = simpleName(fact.name).replace(/Controller$/, '');
  const versions = versionsAmong(attributes, 'ApiVersion', index);
  const actions = mergedMethods(entry, index).flatMap((method): Action[] => {
    const routes = routesOf(method, { prefixes, name, area, patterns: isLibrary ? patterns : [] }, index);
    const mapped = versionsAmong(method.annotations, 'MapToApiVersion', index);
    const ownVersions = mapped.length > 0 ? mapped : versionsAmong(method.annotations, 'ApiVersion', index);
    return routes.length === 0
      ? []
      : [{ method, routes, versions: ownVersions.length > 0 ? ownVersions : versions }];
  });
  return {
    entry: { fact, file },
    attributes,
    isApi:
      names.some((each) => each === 'ApiController') ||
      attributes.some((each) => isApiAttribute(each, index)),
    actions,
  };
}

/** An attribute of the project that is an `ApiControllerAttribute`. */
function isApiAttribute({ annotation, scope }: PlacedAnnotation, index: ClassIndex): boolean {
  const entry = index.find(`${annotation.name}Attribute`, scope);
  return (
    entry?.fact.bases.some((base) => /^(?:ApiControllerAttribute|ApiController)$/.test(simpleName(base))) ===
    true
  );
}

interface Found {
  readonly template: string | null;
  readonly methods: readonly string[];
  readonly annotation: Annotation;
}

/** Templates of `[Route]` and of attributes of the project that are built on it; null where one is not known. */
function routesAmong(attributes: readonly PlacedAnnotation[], index: ClassIndex): Found[] {
  return attributes.flatMap((each): Found[] => {
    const { annotation, scope } = each;
    if (simpleName(annotation.name) === 'Route') {
      const template = index.text(argumentOf(annotation.args, ['template', 'Template'], true), scope);
      return [{ template, methods: [], annotation }];
    }
    const own = customRoute(each, index);
    return own === null || own.methods.length > 0 ? [] : [own];
  });
}

function verbsAmong(attributes: readonly PlacedAnnotation[], index: ClassIndex): Found[] {
  return attributes.flatMap((each): Found[] => {
    const { annotation, scope } = each;
    const name = simpleName(annotation.name);
    const verb = verbs.get(name);
    if (verb !== undefined) {
      const given = argumentOf(annotation.args, ['template', 'Template'], true);
      return [{ template: given === null ? '' : index.text(given, scope), methods: [verb], annotation }];
    }
    if (name === 'AcceptVerbs') {
      const methods = annotation.args
        .filter((arg) => arg.name === null)
        .flatMap(({ value }) => index.texts(value, scope));
      const route = argumentOf(annotation.args, ['Route']);
      return [
        {
          template: route === null ? '' : index.text(route, scope),
          methods: methods.flatMap((method) => method?.toUpperCase() ?? []),
          annotation,
        },
      ];
    }
    const own = customRoute(each, index);
    return own === null || own.methods.length === 0 ? [] : [own];
  });
}

/** An attribute class of the project that hands a template on to one of the framework's. */
function customRoute({ annotation, scope }: PlacedAnnotation, index: ClassIndex): Found | null {
  const entry = index.find(`${annotation.name}Attribute`, scope);
  const base = entry?.fact.bases
    .map((name) => simpleName(name).replace(/Attribute$/, ''))
    .find((name) => name === 'Route' || verbs.has(name));
  if (entry === null || base === undefined) return null;
  const inner = { file: entry.file, owner: entry.fact };
  const handed = entry.fact.baseArgs[0]?.value ?? null;
  const parameter =
    handed?.kind === 'name' ? entry.fact.parameters.findIndex(({ name }) => name === handed.name) : -1;
  const given =
    parameter === -1 ? null : (annotation.args.filter(({ name }) => name === null)[parameter]?.value ?? null);
  const template =
    handed === null
      ? ''
      : parameter === -1
        ? index.text(handed, inner)
        : given === null
          ? ''
          : index.text(given, scope);
  const verb = verbs.get(base);
  return { template, methods: verb === undefined ? [] : [verb], annotation };
}

interface Around {
  readonly prefixes: readonly Found[];
  readonly name: string;
  readonly area: string | null;
  readonly patterns: readonly string[];
}

function routesOf(method: MergedMethod, around: Around, index: ClassIndex): ActionRoute[] {
  const { fact, annotations } = method;
  const names = annotations.map(({ annotation }) => simpleName(annotation.name));
  if (!fact.modifiers.includes('public') || fact.modifiers.includes('static') || names.includes('NonAction'))
    return [];
  const found = verbsAmong(annotations, index);
  const routes = routesAmong(annotations, index);
  const tokens = {
    controller: around.name,
    action:
      index.text(
        argumentOf(
          annotations.find(({ annotation }) => simpleName(annotation.name) === 'ActionName')?.annotation
            .args ?? [],
          ['name'],
          true,
        ),
        method.scope,
      ) ?? fact.name.replace(/Async$/, ''),
    area: around.area,
  };
  const all = combine(found, routes);
  // A public method without any attribute is an action, where what it answers with says that it is meant to be one.
  if (all.length === 0) {
    if (!actionResults.test(fact.returns) || fact.modifiers.includes('override')) return [];
    if (around.prefixes.length === 0) return conventional(method, [], tokens, around.patterns);
    all.push({ template: '', methods: [], annotation: null });
  }
  const templated = all.some(({ template }) => template !== '');
  if (around.prefixes.length === 0 && !templated)
    return conventional(
      method,
      found.flatMap(({ methods }) => methods),
      tokens,
      around.patterns,
    );
  const prefixes = around.prefixes.length > 0 ? around.prefixes.map(({ template }) => template) : [''];
  return all.flatMap(({ template, methods, annotation }) =>
    prefixes.flatMap((prefix): ActionRoute[] => {
      const isAbsolute = template !== null && /^~?\//.test(template);
      if (template === null) return [];
      const filled = fillTokens(joinTemplates(prefix, template), tokens);
      const prefixSeen = prefix !== null || isAbsolute;
      return filled === null
        ? []
        : [{ methods: methods.length > 0 ? methods : ['ALL'], template: filled, prefixSeen, annotation }];
    }),
  );
}

/** What stands for `[controller]`, `[action]` and `[area]`. */
interface Tokens extends Record<string, string | null> {
  readonly controller: string;
  readonly action: string;
  readonly area: string | null;
}

interface Combined {
  readonly template: string | null;
  readonly methods: readonly string[];
  readonly annotation: Annotation | null;
}

/** Attributes with a template are routes of their own; those without say the methods of the `[Route]`s beside them. */
function combine(found: readonly Found[], routes: readonly Found[]): Combined[] {
  const own: Combined[] = found.filter(({ template }) => template !== '');
  const bare = found.filter(({ template }) => template === '');
  if (routes.length === 0) return [...own, ...bare];
  const methods = bare.flatMap((each) => each.methods);
  return [
    ...own,
    ...routes.map(({ template, annotation }) => ({
      template,
      methods,
      annotation: bare[0]?.annotation ?? annotation,
    })),
  ];
}

/** `{controller=Home}/{action=Index}/{id?}`, filled in for one action; parameters that it does not take are left out. */
function conventional(
  { fact }: MergedMethod,
  methods: readonly string[],
  tokens: Tokens,
  patterns: readonly string[],
): ActionRoute[] {
  if (!actionResults.test(fact.returns)) return [];
  const hasArea = tokens.area !== null;
  const pattern = patterns.find((each) => /\{area\b/.test(each) === hasArea);
  if (pattern === undefined) return [];
  const template = pattern
    .split('/')
    .flatMap((part) => {
      const name = /^\{(\w+)/.exec(part)?.[1]?.toLowerCase();
      if (name === undefined) return [part];
      const token = tokens[name];
      if (token !== undefined && token !== null) return [token];
      return fact.parameters.some((parameter) => parameter.name.toLowerCase() === name) ? [part] : [];
    })
    .join('/');
  return [
    {
      methods: methods.length > 0 ? methods : ['ALL'],
      template: `/${template}`,
      prefixSeen: true,
      annotation: null,
    },
  ];
}

function textArgument(
  attributes: readonly PlacedAnnotation[],
  name: string,
  index: ClassIndex,
): string | null {
  const found = attributes.find(({ annotation }) => simpleName(annotation.name) === name);
  return found === undefined
    ? null
    : index.text(argumentOf(found.annotation.args, ['areaName'], true), found.scope);
}

/** Versions of `[ApiVersion("1.0")]`, `[ApiVersion(2)]`. */
function versionsAmong(attributes: readonly PlacedAnnotation[], name: string, index: ClassIndex): string[] {
  return attributes.flatMap(({ annotation, scope }) => {
    if (simpleName(annotation.name) !== name) return [];
    const value = argumentOf(annotation.args, ['version'], true);
    const text = value?.kind === 'other' ? value.text : index.text(value, scope);
    return text === null ? [] : [shortVersion(text)];
  });
}
