import type { Dialect } from '../sql/dialect.ts';
import type { ChangeElement } from './change-element.ts';
import { runsOn } from './liquibase-changes.ts';
import type { Parameter } from './migration.ts';

const reference = /\$\{([^{}]*)\}/g;

/** Whether SQL has a parameter where it means something: not in a string. */
export function hasParameter(sql: string): boolean {
  return sql.includes('${') && sql.replace(/'(?:[^']|'')*'/g, '').includes('${');
}

/** The change with what its parameters stand for; those that nobody says stay. The first that says one is right. */
export function withParameters(
  change: ChangeElement,
  parameters: readonly Parameter[],
  dialect: Dialect,
): ChangeElement {
  const values = new Map<string, string>();
  for (const { name, value, databases } of parameters)
    if (!values.has(name) && databases.every((each) => runsOn(each, dialect))) values.set(name, value);
  return values.size === 0 ? change : filled(change, values);
}

function filled(element: ChangeElement, values: ReadonlyMap<string, string>): ChangeElement {
  // Not again in what was put in: a parameter may name itself.
  const fill = (text: string): string =>
    text.replace(reference, (whole, name: string) => values.get(name.trim()) ?? whole);
  return {
    ...element,
    text: fill(element.text),
    attributes: new Map([...element.attributes].map(([key, value]) => [key, fill(value)])),
    children: element.children.map((child) => filled(child, values)),
  };
}
