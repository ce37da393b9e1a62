import type { FieldNode, Value, VariableDefinition } from './parse.ts';
import { mistake, type QueryError, type QueryPlace } from './query-error.ts';
import { type FieldDefinition, type InputType, namedType, type Schema, scalars } from './schema.ts';

/** What an operation declares, and which of it was used. */
export interface Variables {
  readonly title: string;
  readonly declared: ReadonlyMap<string, VariableDefinition>;
  readonly used: Set<string>;
}

/** Checks the arguments of a field or directive against its definition. */
export function checkArguments(
  schema: Schema,
  variables: Variables,
  node: Pick<FieldNode, 'name' | 'args' | 'at'>,
  definition: Pick<FieldDefinition, 'args'>,
  path: readonly string[],
): QueryError[] {
  const known = definition.args ?? {};
  const errors = [...node.args].flatMap(([name, value]) => {
    const place = { at: node.at, path: [...path, name] };
    const type = known[name];
    if (type !== undefined)
      return checkValue(schema, variables, { place, name, field: node.name }, value, type);
    const message = `Field '${node.name}' doesn't accept argument '${name}'`;
    return [mistake(place, 'argumentNotAccepted', message, { name: node.name, argumentName: name })];
  });
  const missing = Object.keys(known).filter((name) => known[name]?.endsWith('!') && !node.args.has(name));
  if (missing.length === 0) return errors;
  const message = `Field '${node.name}' is missing required arguments: ${missing.join(', ')}`;
  return [
    ...errors,
    mistake({ at: node.at, path }, 'missingRequiredArguments', message, { name: node.name }),
  ];
}

interface Argument {
  readonly place: QueryPlace;
  readonly name: string;
  readonly field: string;
}

function checkValue(
  schema: Schema,
  variables: Variables,
  argument: Argument,
  value: Value,
  type: string,
): QueryError[] {
  const { place, name, field } = argument;
  if (value.kind === 'variable') return checkVariable(variables, argument, value.name, type);
  const definition = schema.types.get(namedType(type));
  if (definition?.kind === 'input' && value.kind === 'object') {
    return checkInput(schema, variables, argument, definition, value.fields);
  }
  if (literalFits(schema, value, type)) return [];
  const message = `Argument '${name}' on Field '${field}' has an invalid value. Expected type '${type}'.`;
  return [mistake(place, 'argumentLiteralsIncompatible', message, { argumentName: name })];
}

function checkVariable(
  variables: Variables,
  { place, name }: Argument,
  variable: string,
  type: string,
): QueryError[] {
  variables.used.add(variable);
  const declared = variables.declared.get(variable);
  if (!declared) {
    const message = `Variable $${variable} is used by ${variables.title} but not declared`;
    return [mistake(place, 'variableNotDefined', message, { variableName: variable })];
  }
  if (fitsType(declared, type)) return [];
  const message = `Type mismatch on variable $${variable} and argument ${name} (${declared.type} / ${type})`;
  return [mistake(place, 'variableMismatch', message, { variableName: variable, typeName: declared.type })];
}

function checkInput(
  schema: Schema,
  variables: Variables,
  { place, field }: Argument,
  definition: InputType,
  given: ReadonlyMap<string, Value>,
): QueryError[] {
  const below = (key: string) => ({ at: place.at, path: [...place.path, key] });
  const errors = [...given].flatMap(([key, value]) => {
    const type = definition.fields[key];
    if (type !== undefined) {
      return checkValue(schema, variables, { place: below(key), name: key, field }, value, type);
    }
    const message = `InputObject '${definition.name}' doesn't accept argument '${key}'`;
    return [
      mistake(below(key), 'argumentNotAccepted', message, { name: definition.name, argumentName: key }),
    ];
  });
  const missing = Object.entries(definition.fields).filter(
    ([key, type]) => type.endsWith('!') && !given.has(key),
  );
  return [
    ...errors,
    ...missing.map(([key, type]) => {
      const message = `Argument '${key}' on InputObject '${definition.name}' is required. Expected type ${type}`;
      return mistake(below(key), 'missingRequiredInputObjectAttribute', message);
    }),
  ];
}

/** A variable fits where its type is the argument's, or the stricter one; a default makes it strict. */
function fitsType(variable: VariableDefinition, type: string): boolean {
  const strict =
    variable.initial !== null && !variable.type.endsWith('!') ? `${variable.type}!` : variable.type;
  if (strict === type || strict === `${type}!`) return true;
  return type.startsWith('[') && namedType(strict) === namedType(type);
}

function literalFits(schema: Schema, value: Value, type: string): boolean {
  const name = namedType(type);
  if (value.kind === 'list')
    return type.startsWith('[') && value.values.every((one) => literalFits(schema, one, name));
  if (value.kind === 'scalar' && value.type === 'null') return !type.endsWith('!');
  if (value.kind === 'enum') {
    const definition = schema.types.get(name);
    return definition?.kind === 'enum' && definition.values.includes(value.name);
  }
  if (value.kind !== 'scalar' || !scalars.includes(name)) return false;
  if (name === 'Int') return value.type === 'Int';
  if (name === 'Float') return value.type === 'Int' || value.type === 'Float';
  if (name === 'Boolean') return value.type === 'Boolean';
  return value.type === 'String' || (name === 'ID' && value.type === 'Int');
}
