import { type DefinitionNode, Kind, type ObjectTypeDefinitionNode, parse } from 'graphql';
import { isJavaScript, languageOf } from '../../../code/syntax.ts';
import type { FileScanner } from '../../web-framework.ts';
import { operationMethod } from './operation.ts';

/** A field of a root type, as SDL declares it. */
export interface SdlField {
  readonly method: string;
  readonly name: string;
  readonly line: number;
  /** `@auth(requires: ADMIN)`, as written. */
  readonly directives: readonly {
    readonly name: string;
    readonly text: string;
    readonly limit: number | null;
  }[];
}

const sdlFile = /\.(?:graphqls?|gql)$/;
const rootType = /\b(?:type|extend\s+type)\s+(?:Root)?(?:Query|Mutation|Subscription)(?:Type)?\b/;

/** The fields of the root types of SDL, in files of its own and in templates of code. */
export const sdlFields: FileScanner<readonly SdlField[]> = {
  id: 'graphql-sdl',
  languages: ['typescript', 'tsx', 'javascript'],
  otherPaths: sdlFile,
  concerns: (path, text) => (sdlFile.test(path) || isJavaScript(languageOf(path))) && rootType.test(text),
  scan(file) {
    if (sdlFile.test(file.path)) return fieldsOf(file.text, 1);
    const tree = file.tree();
    if (tree === null) return null;
    const found = tree.root.findAll(['template_string']).flatMap((template) => {
      const { start, end } = template.range;
      const text = tree.text.slice(start + 1, end - 1);
      if (!rootType.test(text)) return [];
      // What is put into a template is a type or a part of one: nothing stands for it.
      return fieldsOf(withoutSubstitutions(text), tree.lines.lineAt(start));
    });
    return found.length === 0 ? null : found;
  },
};

/** `${typeDefs}` left out; lines stay. */
function withoutSubstitutions(text: string): string {
  return text.replace(/\$\{[^{}]*\}/g, (found) => found.replace(/[^\n]/g, ' '));
}

/** Most tokens of a document that is read. */
const maxTokens = 200_000;

function fieldsOf(text: string, firstLine: number): SdlField[] {
  let definitions: readonly DefinitionNode[];
  try {
    ({ definitions } = parse(text, { maxTokens }));
  } catch {
    return [];
  }
  return definitions.flatMap((definition) => {
    const isType =
      definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.OBJECT_TYPE_EXTENSION;
    const method = isType ? operationMethod(definition.name.value) : null;
    return isType && method !== null ? rootFields(definition, method, text, firstLine) : [];
  });
}

function rootFields(
  definition: Pick<ObjectTypeDefinitionNode, 'fields' | 'directives'>,
  method: string,
  text: string,
  firstLine: number,
): SdlField[] {
  return (definition.fields ?? []).map((field) => ({
    method,
    name: field.name.value,
    line: firstLine + (field.loc?.startToken.line ?? 1) - 1,
    directives: [...(definition.directives ?? []), ...(field.directives ?? [])].map((directive) => {
      const limit = directive.arguments?.find(({ name }) => /^(max|limit)$/.test(name.value))?.value;
      return {
        name: directive.name.value,
        text: text.slice(directive.loc?.start, directive.loc?.end).replace(/\s+/g, ' ').slice(0, 60),
        limit: limit?.kind === Kind.INT ? Number(limit.value) : null,
      };
    }),
  }));
}
