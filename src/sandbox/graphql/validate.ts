import { checkArguments, type Variables } from './check-argument.ts';
import type { Directive, Document, FieldNode, Location, Operation, Selection } from './parse.ts';
import { mistake, type QueryError } from './query-error.ts';
import { type FieldDefinition, fieldsOf, namedType, type Schema } from './schema.ts';

/** Checks an operation against the schema before anything is run; the errors are worded as GitHub words them. */
export function validate(schema: Schema, document: Document, operation: Operation): QueryError[] {
  const root = operation.kind === 'mutation' ? schema.mutation : schema.query;
  const path = [`${operation.kind}${operation.name === null ? '' : ` ${operation.name}`}`];
  const title = operation.name ?? 'anonymous query';
  const variables: Variables = {
    title,
    declared: new Map(operation.variables.map((variable) => [variable.name, variable])),
    used: new Set(),
  };
  const walk: Walk = { schema, document, variables, open: new Set(), spread: new Set() };
  const errors = checkSelections(walk, operation.selections, root, path);
  const unused = operation.variables
    .filter(({ name }) => !variables.used.has(name))
    .map(({ name }) => {
      const message = `Variable $${name} is declared by ${title} but not used`;
      return mistake({ at: operation.at, path }, 'variableNotUsed', message, { variableName: name });
    });
  const idle = [...document.fragments.keys()]
    .filter((name) => !walk.spread.has(name))
    .map((name) => {
      const message = `Fragment ${name} was defined, but not used`;
      return mistake({ at: operation.at, path }, 'useAndDefineFragment', message, { fragmentName: name });
    });
  return [...errors, ...unused, ...idle];
}

interface Walk {
  readonly schema: Schema;
  readonly document: Document;
  readonly variables: Variables;
  /** Fragments that are being checked, against circles. */
  readonly open: Set<string>;
  /** Fragments that were used. */
  readonly spread: Set<string>;
}

type Path = readonly string[];

function checkSelections(
  walk: Walk,
  selections: readonly Selection[],
  typeName: string,
  path: Path,
): QueryError[] {
  return selections.flatMap((selection) => [
    ...checkDirectives(walk, selection.directives, selection.at, path),
    ...checkSelection(walk, selection, typeName, path),
  ]);
}

function checkSelection(walk: Walk, selection: Selection, typeName: string, path: Path): QueryError[] {
  if (selection.kind === 'field') return checkField(walk, selection, typeName, [...path, selection.key]);
  if (selection.kind === 'spread') return checkSpread(walk, selection.name, selection.at, path);
  return checkCondition(walk, selection.on ?? typeName, selection.selections, selection.at, path);
}

const directives: Readonly<Record<string, Pick<FieldDefinition, 'args'>>> = {
  include: { args: { if: 'Boolean!' } },
  skip: { args: { if: 'Boolean!' } },
};

function checkDirectives(walk: Walk, used: readonly Directive[], at: Location, path: Path): QueryError[] {
  return used.flatMap(({ name, args }) => {
    const definition = directives[name];
    if (definition) return checkArguments(walk.schema, walk.variables, { name, args, at }, definition, path);
    const message = `Directive @${name} is not defined`;
    return [mistake({ at, path }, 'undefinedDirective', message, { directiveName: name })];
  });
}

function checkSpread(walk: Walk, name: string, at: Location, path: Path): QueryError[] {
  const fragment = walk.document.fragments.get(name);
  if (!fragment) {
    const message = `Fragment ${name} was used, but not defined`;
    return [mistake({ at, path }, 'useAndDefineFragment', message, { fragmentName: name })];
  }
  if (walk.open.has(name)) {
    return [
      mistake({ at, path }, 'infiniteLoop', `Fragment ${name} contains an infinite loop`, {
        fragmentName: name,
      }),
    ];
  }
  walk.spread.add(name);
  walk.open.add(name);
  const errors = checkCondition(walk, fragment.on, fragment.selections, at, [...path, `... ${name}`]);
  walk.open.delete(name);
  return errors;
}

function checkCondition(
  walk: Walk,
  typeName: string,
  selections: readonly Selection[],
  at: Location,
  path: Path,
): QueryError[] {
  if (fieldsOf(walk.schema, typeName) !== null) {
    return checkSelections(walk, selections, typeName, [...path, `... on ${typeName}`]);
  }
  const message = `No such type ${typeName}, so it can't be a fragment condition`;
  return [mistake({ at, path }, 'undefinedType', message, { typeName })];
}

function checkField(walk: Walk, node: FieldNode, typeName: string, path: Path): QueryError[] {
  if (node.name === '__typename') return [];
  const place = { at: node.at, path };
  const definition = fieldsOf(walk.schema, typeName)?.[node.name];
  if (!definition) {
    const message = `Field '${node.name}' doesn't exist on type '${typeName}'`;
    return [mistake(place, 'undefinedField', message, { typeName, fieldName: node.name })];
  }
  const errors = checkArguments(walk.schema, walk.variables, node, definition, path);
  const inner = namedType(definition.type);
  const composite = fieldsOf(walk.schema, inner) !== null;
  const more = { nodeName: `field '${node.name}'`, typeName: inner };
  if (composite && node.selections.length === 0) {
    const message = `Field must have selections (field '${node.name}' returns ${inner} but has no selections. Did you mean '${node.name} { ... }'?)`;
    return [...errors, mistake(place, 'selectionMismatch', message, more)];
  }
  if (!composite && node.selections.length > 0) {
    const message = `Selections can't be made on scalars (field '${node.name}' returns ${inner} but has selections)`;
    return [...errors, mistake(place, 'selectionMismatch', message, more)];
  }
  return [...errors, ...checkSelections(walk, node.selections, inner, path)];
}
