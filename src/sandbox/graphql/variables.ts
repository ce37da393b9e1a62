import type { Operation } from './parse.ts';
import type { QueryError } from './query-error.ts';
import { namedType, type Schema } from './schema.ts';

/** Checks the values sent with a query against the types of its variables. */
export function checkVariables(
  schema: Schema,
  operation: Operation,
  values: Readonly<Record<string, unknown>>,
): QueryError[] {
  return operation.variables.flatMap((variable) => {
    const value = values[variable.name];
    if (value === undefined && variable.initial !== null) return [];
    const problem = problemOf(schema, variable.type, value);
    if (problem === null) return [];
    return [
      {
        extensions: {
          value: value ?? null,
          problems: [{ path: problem.path, explanation: problem.explanation }],
        },
        locations: [operation.at],
        message: `Variable $${variable.name} of type ${variable.type} was provided invalid value${
          problem.path.length > 0 ? ` for ${problem.path.join('.')} (${problem.explanation})` : ''
        }`,
      },
    ];
  });
}

interface Problem {
  readonly path: readonly (string | number)[];
  readonly explanation: string;
}

function problemOf(schema: Schema, type: string, value: unknown): Problem | null {
  if (value === null || value === undefined) {
    return type.endsWith('!') ? { path: [], explanation: 'Expected value to not be null' } : null;
  }
  const nullable = type.replace(/!$/, '');
  if (nullable.startsWith('[')) {
    const inner = nullable.slice(1, -1);
    const list: readonly unknown[] = Array.isArray(value) ? value : [value];
    return first(list.map((one, index) => below(index, problemOf(schema, inner, one))));
  }
  const definition = schema.types.get(namedType(nullable));
  if (definition?.kind === 'enum') {
    const fits = typeof value === 'string' && definition.values.includes(value);
    const explanation = `Expected ${JSON.stringify(value)} to be one of: ${definition.values.join(', ')}`;
    return fits ? null : { path: [], explanation };
  }
  if (definition?.kind === 'input') {
    if (typeof value !== 'object') return { path: [], explanation: 'Expected value to be an input object' };
    const unknown = Object.keys(value).find((key) => definition.fields[key] === undefined);
    if (unknown !== undefined)
      return { path: [unknown], explanation: `Field is not defined on ${definition.name}` };
    return first(
      Object.entries(definition.fields).map(([key, inner]) =>
        below(key, problemOf(schema, inner, Reflect.get(value, key))),
      ),
    );
  }
  return scalarFits(nullable, value)
    ? null
    : { path: [], explanation: `Could not coerce value ${JSON.stringify(value)} to ${nullable}` };
}

function first(problems: readonly (Problem | null)[]): Problem | null {
  return problems.find((problem) => problem !== null) ?? null;
}

function below(key: string | number, problem: Problem | null): Problem | null {
  return problem && { ...problem, path: [key, ...problem.path] };
}

function scalarFits(type: string, value: unknown): boolean {
  if (type === 'Int') return typeof value === 'number' && Number.isInteger(value);
  if (type === 'Float') return typeof value === 'number';
  if (type === 'Boolean') return typeof value === 'boolean';
  return typeof value === 'string' || (type === 'ID' && typeof value === 'number');
}
