import { JSON_SCHEMA, loadAll } from 'js-yaml';

/** Settings that are read of one file, and how deep they may be nested: an alias in YAML may stand for a lot. */
const maxSettings = 5_000;
const maxDepth = 12;
/** Longest file that is read: application settings are some hundred lines. */
const maxLength = 200_000;

/** Files that hold an application's settings for all of its profiles. */
export const settingsPaths = /(^|\/)(?:application|bootstrap)\.(?:properties|ya?ml|conf)$/;

export interface SettingsFile {
  readonly path: string;
  /** Names in lower case without `-` and `_`, as Spring compares them. */
  readonly values: readonly (readonly [string, string])[];
}

/** The settings of a `.properties` or YAML file; what cannot be read holds none. */
export function readSettings(path: string, text: string): SettingsFile {
  if (text.length > maxLength) return { path, values: [] };
  // Of Ktor's HOCON only the one setting that is a path matters.
  const rootPath = path.endsWith('.conf') ? /\brootPath\s*[=:]\s*"([^"\n]*)"/.exec(text)?.[1] : undefined;
  if (path.endsWith('.conf'))
    return { path, values: rootPath === undefined ? [] : [['ktor.deployment.rootpath', rootPath]] };
  return { path, values: path.endsWith('.properties') ? properties(text) : yaml(text) };
}

function properties(text: string): [string, string][] {
  const values: [string, string][] = [];
  for (const line of text.split('\n')) {
    // Sections for profiles hold only sometimes.
    if (line.startsWith('#---')) break;
    const at = line.search(/[=:]/);
    if (at <= 0 || /^\s*[#!]/.test(line)) continue;
    // Quarkus writes profiles before the name.
    if (!line.startsWith('%')) values.push([plainName(line.slice(0, at)), line.slice(at + 1).trim()]);
    if (values.length >= maxSettings) break;
  }
  return values;
}

function yaml(text: string): [string, string][] {
  const values: [string, string][] = [];
  const flatten = (value: unknown, name: string, depth: number): void => {
    if (values.length >= maxSettings || depth > maxDepth) return;
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      values.push([plainName(name), String(value)]);
    else if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value))
        flatten(inner, name === '' ? key : `${name}.${key}`, depth + 1);
  };
  try {
    // Build tools fill in `@project.version@`, which is no YAML.
    const documents: unknown[] = loadAll(text.replace(/@[\w.-]+@/g, 'filled-in'), null, {
      schema: JSON_SCHEMA,
    });
    for (const document of documents) {
      const before = values.length;
      flatten(document, '', 0);
      const own = values.slice(before).map(([name]) => name);
      if (own.some((name) => name === 'spring.profiles' || name.startsWith('spring.config.activate')))
        values.length = before;
    }
  } catch {
    return [];
  }
  return values;
}

export function plainName(name: string): string {
  return name.trim().toLowerCase().replace(/[-_]/g, '');
}

/**
 * A text with `${name:default}` filled in from settings; null where one has neither. What an environment sets is not
 * known: the default is what the code says.
 */
export function fillIn(text: string, settings: ReadonlyMap<string, string>, depth = 0): string | null {
  if (!text.includes('${')) return text;
  if (depth > 5 || text.length > 2_000) return null;
  let known = true;
  const filled = text.replace(/[$#]\{([^{}:]*)(?::([^{}]*))?\}/g, (_, name: string, fallback?: string) => {
    const value = settings.get(plainName(name)) ?? fallback;
    if (value === undefined) known = false;
    return value ?? '';
  });
  return known && filled !== text ? fillIn(filled, settings, depth + 1) : null;
}
