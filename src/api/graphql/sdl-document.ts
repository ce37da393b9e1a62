import {
  GraphQLError,
  isTypeExtensionNode,
  isTypeSystemDefinitionNode,
  isTypeSystemExtensionNode,
  Kind,
  parse,
  Source,
  type TypeSystemDefinitionNode,
  type TypeSystemExtensionNode,
  visit,
} from 'graphql';
import type { ContractFile } from '../contract-format.ts';

export type SdlNode = TypeSystemDefinitionNode | TypeSystemExtensionNode;

/** What one file adds to a schema. */
export interface SdlDocument {
  readonly path: string;
  /** Empty for a file of operations: the documents of clients are no schema. */
  readonly definitions: readonly SdlNode[];
  /** Names of the types that it defines or extends. */
  readonly defines: ReadonlySet<string>;
  readonly extends: ReadonlySet<string>;
  /** Names of types that its definitions use, without those that every schema has. */
  readonly uses: ReadonlySet<string>;
  /** Whether it says where operations start: a schema definition or a type `Query`. */
  readonly hasRoot: boolean;
  /** Whether it is written for a federation gateway: a part that answers by itself. */
  readonly isSubgraph: boolean;
}

/** Why a file is not compared: a clause for people. */
export interface SdlProblem {
  readonly path: string;
  readonly problem: string;
}

/** Longest file that is read, in UTF-16 units. The largest public schemas have 5 MB. */
const maximumLength = 16_000_000;
/** GitHub's schema, with its descriptions, has 90,000. */
const maximumTokens = 1_000_000;
/** Comparing the directives of one place, or the places of one directive, takes their number squared. */
const maximumDirectives = 500;

/** The scalars of every schema: https://spec.graphql.org/October2021/#sec-Scalars.Built-in-Scalars */
const specifiedScalars: ReadonlySet<string> = new Set(['String', 'Int', 'Float', 'Boolean', 'ID']);

/** https://www.apollographql.com/docs/graphos/schema-design/federated-schemas/reference/directives */
const federationDirectives: ReadonlySet<string> = new Set([
  'key',
  'external',
  'requires',
  'provides',
  'shareable',
  'override',
  'inaccessible',
  'interfaceObject',
  'composeDirective',
]);

/** Whether a text has a definition of a schema, without parsing it. */
export function looksLikeSdl(text: string): boolean {
  return /^[ \t\ufeff]*(?:"""[^"\n]*"""[ \t]*)?(?:extend[ \t]+)?(?:(?:type|interface|union|enum|input|scalar)[ \t]+[A-Za-z_]|schema[ \t]*(?:[@{]|$)|directive[ \t]*@)/m.test(
    text,
  );
}

/** A file is asked about what it refers to before it is compared. */
const parsed = new WeakMap<ContractFile, SdlDocument | SdlProblem>();

/** Reads one file of SDL. Never throws. */
export function parseSdl(file: ContractFile): SdlDocument | SdlProblem {
  const known = parsed.get(file) ?? parseText(file);
  parsed.set(file, known);
  return known;
}

function parseText({ path, text }: ContractFile): SdlDocument | SdlProblem {
  if (text.length > maximumLength)
    return { path, problem: `it is longer than ${maximumLength / 1_000_000} MB` };
  try {
    const { definitions } = parse(new Source(text, path), { maxTokens: maximumTokens });
    return documentOf(
      path,
      definitions.filter((node) => isTypeSystemDefinitionNode(node) || isTypeSystemExtensionNode(node)),
    );
  } catch (error) {
    return { path, problem: problemOf(error) };
  }
}

function problemOf(error: unknown): string {
  if (error instanceof RangeError) return 'it is too deeply nested';
  if (!(error instanceof GraphQLError)) throw error;
  if (/ tokens\. Parsing aborted/.test(error.message)) return `it has more than ${maximumTokens} tokens`;
  const line = error.locations?.[0]?.line;
  const what = error.message.replace(/^Syntax Error: /, '').slice(0, 200);
  return `line ${line ?? 1} is no GraphQL: ${what}`;
}

function documentOf(path: string, definitions: readonly SdlNode[]): SdlDocument | SdlProblem {
  const defines = new Set<string>();
  const extended = new Set<string>();
  const uses = new Set<string>();
  let hasRoot = false;
  let isSubgraph = false;
  let crowded = false;
  for (const node of definitions) {
    if (node.kind === Kind.SCHEMA_DEFINITION) hasRoot = true;
    else if (isTypeExtensionNode(node)) extended.add(node.name.value);
    else if ('name' in node && node.kind !== Kind.DIRECTIVE_DEFINITION) defines.add(node.name.value);
    visit(node, {
      NamedType: ({ name }) => {
        if (!specifiedScalars.has(name.value)) uses.add(name.value);
      },
      Directive: ({ name }) => {
        if (federationDirectives.has(name.value)) isSubgraph = true;
      },
      enter: (each) => {
        const listed = 'locations' in each ? each.locations : 'directives' in each ? each.directives : [];
        if ((listed?.length ?? 0) > maximumDirectives) crowded = true;
      },
    });
  }
  if (crowded) return { path, problem: `it has more than ${maximumDirectives} directives at one place` };
  return {
    path,
    definitions,
    defines,
    extends: extended,
    uses,
    hasRoot: hasRoot || defines.has('Query'),
    isSubgraph,
  };
}

/** Whether it is a whole schema: a snapshot, or all there is. */
export function standsAlone(document: SdlDocument): boolean {
  if (!document.hasRoot) return false;
  return [...document.uses].every((name) => document.defines.has(name) || document.extends.has(name));
}
