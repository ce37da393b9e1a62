import type { Directive, Document, FieldNode, Operation, Selection, Value } from './parse.ts';
import type { QueryError } from './query-error.ts';
import { FieldRefusal, fieldsOf, namedType, type QueryContext, type Schema } from './schema.ts';

export interface QueryResult {
  readonly data: unknown;
  readonly errors: readonly QueryError[];
}

/** A null where the schema promises a value: the error is recorded already, the parent becomes null. */
class NullInNonNull extends Error {}

/** Runs a validated operation. What is refused becomes null, with an error that has its path and location. */
export async function execute(
  schema: Schema,
  document: Document,
  operation: Operation,
  variables: Readonly<Record<string, unknown>>,
  context: QueryContext,
): Promise<QueryResult> {
  const errors: QueryError[] = [];
  const values = { ...defaults(operation), ...variables };

  const included = (directives: readonly Directive[]): boolean =>
    directives.every(({ name, args }) => {
      const condition = args.get('if');
      const truth = condition ? resolveValue(condition, values) === true : true;
      return name === 'skip' ? !truth : name === 'include' ? truth : true;
    });

  /** The fields of a selection on an object of this type, equal keys merged. */
  function collect(selections: readonly Selection[], typeName: string, into = new Map<string, FieldNode>()) {
    for (const selection of selections) {
      if (!included(selection.directives)) continue;
      if (selection.kind === 'field') {
        const known = into.get(selection.key);
        const merged = known ? [...known.selections, ...selection.selections] : selection.selections;
        into.set(selection.key, { ...selection, selections: merged });
      } else {
        const fragment = selection.kind === 'spread' ? document.fragments.get(selection.name) : selection;
        if (fragment && applies(fragment.on, typeName)) collect(fragment.selections, typeName, into);
      }
    }
    return into;
  }
  function applies(on: string | null, typeName: string): boolean {
    if (on === null || on === typeName) return true;
    const type = schema.types.get(on);
    return type?.kind === 'abstract' && type.possible.includes(typeName);
  }

  async function object(typeName: string, source: unknown, selections: readonly Selection[], path: Path) {
    const result: Record<string, unknown> = {};
    // One after the other: mutations must be, and it keeps the order of the errors.
    for (const [key, node] of collect(selections, typeName)) {
      result[key] =
        node.name === '__typename' ? typeName : await field(typeName, source, node, [...path, key]);
    }
    return result;
  }
  async function field(typeName: string, source: unknown, node: FieldNode, path: Path): Promise<unknown> {
    const definition = fieldsOf(schema, typeName)?.[node.name];
    if (!definition) throw new TypeError(`${typeName}.${node.name} was not validated`);
    try {
      const args = argsOf(node);
      if (definition.paginated) checkPagination(node.name, args);
      const value = await definition.resolve(source, args, context);
      return await complete(definition.type, value, node, path);
    } catch (error) {
      if (error instanceof FieldRefusal) {
        errors.push({ type: error.type, path, locations: [node.at], message: error.message });
      } else if (!(error instanceof NullInNonNull)) throw error;
      if (definition.type.endsWith('!')) throw new NullInNonNull();
      return null;
    }
  }
  async function complete(type: string, value: unknown, node: FieldNode, path: Path): Promise<unknown> {
    if (type.endsWith('!')) {
      const inner = await complete(type.slice(0, -1), value, node, path);
      if (inner === null) throw new NullInNonNull(`${path.join('.')} is null`);
      return inner;
    }
    if (value === null || value === undefined) return null;
    if (type.startsWith('[') && Array.isArray(value)) {
      const inner = type.slice(1, -1);
      return Promise.all(value.map((one: unknown, index) => complete(inner, one, node, [...path, index])));
    }
    const definition = schema.types.get(namedType(type));
    if (definition?.kind === 'object') return object(definition.name, value, node.selections, path);
    if (definition?.kind === 'abstract')
      return object(definition.typeOf(value), value, node.selections, path);
    return value;
  }
  function argsOf(node: FieldNode): Record<string, unknown> {
    return Object.fromEntries(
      [...node.args]
        .map(([name, value]) => [name, resolveValue(value, values)] as const)
        .filter(([, value]) => value !== undefined),
    );
  }

  const root = operation.kind === 'mutation' ? schema.mutation : schema.query;
  try {
    return { data: await object(root, null, operation.selections, []), errors };
  } catch (error) {
    if (!(error instanceof NullInNonNull)) throw error;
    return { data: null, errors };
  }
}

type Path = readonly (string | number)[];

function defaults(operation: Operation): Record<string, unknown> {
  return Object.fromEntries(
    operation.variables.flatMap(({ name, initial }) =>
      initial === null ? [] : [[name, resolveValue(initial, {})]],
    ),
  );
}

function resolveValue(value: Value, variables: Readonly<Record<string, unknown>>): unknown {
  switch (value.kind) {
    case 'variable':
      return variables[value.name];
    case 'enum':
      return value.name;
    case 'scalar':
      return value.value;
    case 'list':
      return value.values.map((one) => resolveValue(one, variables));
    case 'object':
      return Object.fromEntries([...value.fields].map(([name, one]) => [name, resolveValue(one, variables)]));
  }
}

/** GitHub gives no list without a bound, and at most 100 entries. */
function checkPagination(name: string, args: Readonly<Record<string, unknown>>): void {
  const bounds = ['first', 'last'].filter((bound) => typeof args[bound] === 'number');
  if (bounds.length === 0) {
    throw new FieldRefusal(
      'MISSING_PAGINATION_BOUNDARIES',
      `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`,
    );
  }
  for (const bound of bounds) {
    if (Number(args[bound]) <= 100) continue;
    const message = `Requesting ${args[bound]} records on the \`${name}\` connection exceeds the \`${bound}\` limit of 100 records.`;
    throw new FieldRefusal('EXCESSIVE_PAGINATION', message);
  }
}
