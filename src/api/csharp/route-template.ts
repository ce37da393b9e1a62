import { templatePath } from '../classes/templates.ts';
import { joinPath } from '../join-path.ts';

/** The part of a template that stands for the version of Asp.Versioning: `v{version:apiVersion}`. */
const versionPart = /\{\w+:apiVersion\}/g;

/** Joins templates of a controller and an action; one that begins with a slash stands for itself. */
export function joinTemplates(prefix: string | null, template: string | null): string {
  if (template !== null && /^~?\//.test(template)) return joinPath('', template.replace(/^~/, ''));
  return joinPath(prefix ?? '', template ?? '');
}

/** Fills in `[controller]`, `[action]`, `[area]`; `[[` stands for a bracket. */
export function fillTokens(template: string, tokens: Readonly<Record<string, string | null>>): string | null {
  let known = true;
  const filled = template.replace(/\[\[|\]\]|\[(\w+)\]/g, (whole, name: string | undefined) => {
    if (name === undefined) return whole.charAt(0);
    const value = tokens[name.toLowerCase()];
    if (value === undefined || value === null) known = false;
    return value ?? '';
  });
  return known ? filled : null;
}

/** The paths of a template: for each version that is known, where it has a place for one, and with and without what is optional. */
export function pathsOf(template: string, versions: readonly string[]): string[] {
  const isVersioned = versions.length > 0 && template.match(versionPart) !== null;
  const written = isVersioned
    ? versions.map((version) => template.replace(versionPart, version))
    : [template];
  return written.flatMap((each) => {
    // A route that ends in `{id?}` answers without it as well.
    const without = /^(.*)\/\{\w+(?::[^{}]*)?\?\}$/.exec(each)?.[1];
    return without === undefined
      ? [templatePath(each)]
      : [templatePath(joinPath(without, '')), templatePath(each)];
  });
}

/** `1.0` is written `1`, as the documents of such services do. */
export function shortVersion(version: string): string {
  return version.replace(/^["']|["']$/g, '').replace(/\.0$/, '');
}
