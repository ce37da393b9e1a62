import { invalidRequest } from './api-error.ts';

/** What a schema for structured output may say; limits on numbers, lengths and arrays are refused. */
const keywords = new Set([
  '$defs',
  '$ref',
  'additionalProperties',
  'anyOf',
  'allOf',
  'const',
  'default',
  'description',
  'enum',
  'format',
  'items',
  'minItems',
  'properties',
  'required',
  'title',
  'type',
]);

/** Refuses a schema that constrained decoding cannot follow (ApiRefusal). */
export function checkOutputFormat(schema: Readonly<Record<string, unknown>>): void {
  const definitions = isObject(schema.$defs) ? schema.$defs : {};
  check(schema, 'output_config.format.schema', definitions, []);
}

function check(
  schema: Readonly<Record<string, unknown>>,
  path: string,
  definitions: Readonly<Record<string, unknown>>,
  within: readonly string[],
): void {
  for (const keyword of Object.keys(schema))
    if (!keywords.has(keyword)) throw invalidRequest(`${path}: keyword "${keyword}" is not supported`);
  if (schema.type === 'object' && schema.additionalProperties !== false)
    throw invalidRequest(`${path}: additionalProperties must be false`);
  if (typeof schema.$ref === 'string') {
    const name = schema.$ref.replace('#/$defs/', '');
    const target = definitions[name];
    if (!isObject(target)) throw invalidRequest(`${path}: ${schema.$ref} does not exist`);
    if (within.includes(name)) throw invalidRequest(`${path}: recursive schemas are not supported`);
    check(target, `${path}.${name}`, definitions, [...within, name]);
  }
  for (const [name, child] of children(schema)) check(child, `${path}.${name}`, definitions, within);
}

function children(schema: Readonly<Record<string, unknown>>): [string, Record<string, unknown>][] {
  const lists = [schema.anyOf, schema.allOf].flatMap((list) => (Array.isArray(list) ? list : []));
  const named = isObject(schema.properties) ? Object.entries(schema.properties) : [];
  return [
    ...named,
    ['items', schema.items] as const,
    ...lists.map((child, index) => [String(index), child] as const),
  ].flatMap(([name, child]) => (isObject(child) ? [[name, child]] : []));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
