import type { SyntaxNode } from '../../code/syntax.ts';
import { placeOf, seenAt } from '../seen.ts';
import type { FileScanner } from '../web-framework.ts';
import { annotationsIn } from './annotations.ts';
import { type PhpBody, readBody, silentBody } from './body.ts';
import { lastPart, namesOf } from './names.ts';
import {
  type PhpAttribute,
  type PhpChain,
  type PhpContext,
  type PhpValue,
  readArguments,
  readChains,
  readValue,
  typeOf,
} from './value.ts';

export interface PhpParameter {
  readonly name: string;
  readonly type: string | null;
  readonly isOptional: boolean;
  readonly attributes: readonly PhpAttribute[];
}

export interface PhpMethod {
  readonly name: string;
  readonly isPublic: boolean;
  readonly parameters: readonly PhpParameter[];
  readonly attributes: readonly PhpAttribute[];
  readonly body: PhpBody;
  /** Only of methods that declare something. */
  readonly chains: readonly PhpChain[];
  /** What it returns, of the same methods. */
  readonly returns: readonly PhpValue[];
}

export interface PhpClass {
  readonly path: string;
  /** With its namespace. */
  readonly name: string;
  readonly kind: 'class' | 'trait' | 'interface';
  readonly isAbstract: boolean;
  readonly parent: string | null;
  readonly traits: readonly string[];
  readonly attributes: readonly PhpAttribute[];
  readonly constants: readonly (readonly [string, PhpValue])[];
  readonly properties: readonly (readonly [string, PhpValue])[];
  readonly methods: readonly PhpMethod[];
}

export interface PhpFacts {
  readonly classes: readonly PhpClass[];
  /** Calls outside of classes. */
  readonly chains: readonly PhpChain[];
}

/** Methods whose calls declare routes, middleware or rules. */
const declaring =
  /^(?:__construct|boot\w*|register\w*|map\w*|middleware|configure\w*|authorize|rules|load\w*Routes\w*|\w*[rR]outes)$/;

/** Classes whose methods answer no request: reading them is most of the work of a large application. */
const silent =
  /(?:Middleware|Request|Provider|Kernel|Exception|Command|Event|Listener|Subscriber|Repository|Entity|Type|Extension|Observer|Policy|Job|Mail|Notification|Test|Rule|Transformer|Factory|Seeder)$/;

/** Files of Laravel and Symfony that may declare or answer routes. */
export const phpScanner: FileScanner<PhpFacts> = {
  id: 'php',
  languages: ['php'],
  concerns: (path, text) =>
    path.endsWith('.php') &&
    /Rout(?:e|ing)|RateLimiter|Controller|FormRequest|[mM]iddleware|ApiResource|\$router\b/.test(text),
  scan: ({ tree }) => {
    const file = tree();
    if (file === null) return null;
    const context = { file, resolve: namesOf(file.root) };
    const comments = annotation.test(file.text)
      ? file.root.findAll(['comment']).filter((each) => each.text.startsWith('/**'))
      : [];
    const classes = file.root
      .findAll(['class_declaration', 'trait_declaration', 'interface_declaration'])
      .flatMap((node) => classOf(node, context, docsBefore(comments)));
    return { classes, chains: readChains(file.root.children(), context) };
  },
};

const annotation = /@(?:\w{1,50}\\)?(?:Route|Get|Post|Put|Patch|Delete|Head|Options|IsGranted|Security)\(/;

type DocOf = (node: SyntaxNode) => SyntaxNode | null;

/** The doc comment that ends right before a declaration. */
function docsBefore(comments: readonly SyntaxNode[]): DocOf {
  return (node) => {
    let [low, high] = [0, comments.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((comments[middle]?.range.end ?? 0) <= node.range.start) low = middle + 1;
      else high = middle;
    }
    return comments[low - 1] ?? null;
  };
}

function classOf(node: SyntaxNode, context: PhpContext, docOf: DocOf): PhpClass[] {
  const name = node.field('name')?.text;
  if (name === undefined) return [];
  const parts = node.field('body')?.children() ?? [];
  const parent = node
    .children()
    .find(({ kind }) => kind === 'base_clause')
    ?.children()[0];
  const kind =
    node.kind === 'trait_declaration' ? 'trait' : node.kind === 'class_declaration' ? 'class' : 'interface';
  return [
    {
      path: context.file.path,
      // A class is in the namespace of its file, whatever is imported under its name.
      name: context.resolve(`namespace\\${name}`).replace(/namespace\\/, ''),
      kind,
      isAbstract: node.children().some((each) => each.kind === 'abstract_modifier'),
      parent: parent === undefined ? null : context.resolve(parent.text),
      traits: parts
        .filter((part) => part.kind === 'use_declaration')
        .flatMap((part) => part.children())
        .filter((each) => each.kind === 'name' || each.kind === 'qualified_name')
        .map((each) => context.resolve(each.text)),
      attributes: attributesOf(node, context, docOf),
      constants: namedValues(parts, 'const_declaration', 'const_element', context),
      properties: namedValues(parts, 'property_declaration', 'property_element', context),
      methods: parts
        .filter((part) => part.kind === 'method_declaration')
        .map((part) => methodOf(part, context, docOf, silent.test(name))),
    },
  ];
}

function namedValues(
  parts: readonly SyntaxNode[],
  declaration: string,
  element: string,
  context: PhpContext,
): [string, PhpValue][] {
  return parts
    .filter((part) => part.kind === declaration)
    .flatMap((part) => part.children().filter((each) => each.kind === element))
    .flatMap((each): [string, PhpValue][] => {
      const [name, value] = each.children();
      if (name === undefined || value === undefined) return [];
      return [[name.text.replace(/^\$/, ''), readValue(value, context)]];
    });
}

function methodOf(node: SyntaxNode, context: PhpContext, docOf: DocOf, isSilent: boolean): PhpMethod {
  const name = node.field('name')?.text ?? '';
  const body = node.field('body');
  const isDeclaring = declaring.test(name) && body !== null;
  return {
    name,
    isPublic: !node.children().some((each) => each.kind === 'visibility_modifier' && each.text !== 'public'),
    parameters: (node.field('parameters')?.children() ?? []).map((each) => parameterOf(each, context)),
    attributes: attributesOf(node, context, docOf),
    body: isSilent
      ? silentBody(node, context.file)
      : readBody(node, context.file, node.field('name')?.range.start),
    chains: isDeclaring ? readChains(body.children(), context) : [],
    returns: isDeclaring
      ? body
          .findAll(['return_statement'])
          .slice(0, 20)
          .flatMap((each) => each.children().map((value) => readValue(value, context)))
      : [],
  };
}

function parameterOf(node: SyntaxNode, context: PhpContext): PhpParameter {
  return {
    name: node.field('name')?.text ?? '',
    type: typeOf(node, context),
    isOptional: node.field('type')?.kind === 'optional_type' || node.field('default_value') !== null,
    attributes: attributesOf(node, context, () => null),
  };
}

function attributesOf(node: SyntaxNode, context: PhpContext, docOf: DocOf): PhpAttribute[] {
  const list = node.field('attributes') ?? node.children().find(({ kind }) => kind === 'attribute_list');
  const attributes = (list?.children() ?? [])
    .flatMap((group) => group.children())
    .flatMap((each): PhpAttribute[] => {
      const [name] = each.children();
      if (each.kind !== 'attribute' || name === undefined) return [];
      const args = each.children().find(({ kind }) => kind === 'arguments') ?? null;
      return [
        {
          name: lastPart(context.resolve(name.text)),
          fullName: context.resolve(name.text),
          args: readArguments(args, context),
          seen: { ...seenAt(each, context), text: `#[${shortText(each, context)}]` },
          place: placeOf(each.range, context),
        },
      ];
    });
  const doc = docOf(node);
  return doc === null || !belongs(doc, node, context)
    ? attributes
    : [...attributes, ...annotationsIn(doc, context)];
}

/** Between a comment and what it speaks of stands nothing but space. */
function belongs(doc: SyntaxNode, node: SyntaxNode, { file }: PhpContext): boolean {
  const between = file.text.slice(doc.range.end, Math.min(node.range.start, doc.range.end + 200));
  return /^\s*$/.test(between) && node.range.start - doc.range.end <= 200;
}

function shortText(node: SyntaxNode, { file }: PhpContext): string {
  const { start, end } = node.range;
  const text = file.text.slice(start, Math.min(end, start + 200)).replace(/\s+/g, ' ');
  return text.length > 58 ? `${text.slice(0, 57)}…` : text;
}
