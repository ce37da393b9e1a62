import { kind as kindNumber, Lang, parse, type SgNode } from '@ast-grep/napi';
import { indexLines, type LineIndex } from '../text/lines.ts';
import type { TextRange } from '../text/range.ts';

export type Language = 'typescript' | 'tsx' | 'javascript';

/** A node of a syntax tree. Kinds and fields are those of the language's tree-sitter grammar. */
export interface SyntaxNode {
  readonly kind: string;
  readonly text: string;
  readonly range: TextRange;
  field(name: string): SyntaxNode | null;
  /** Named children without comments. */
  children(): readonly SyntaxNode[];
  /** This node and all below it of these kinds, in the order of the text. */
  findAll(kinds: readonly string[]): SyntaxNode[];
}

/** A file with its tree. Where the text has syntax errors the tree holds what could be understood. */
export interface SyntaxFile {
  readonly path: string;
  readonly text: string;
  readonly language: Language;
  readonly root: SyntaxNode;
  readonly lines: LineIndex;
}

const languages: ReadonlyMap<string, Language> = new Map([
  ['ts', 'typescript'],
  ['mts', 'typescript'],
  ['cts', 'typescript'],
  ['tsx', 'tsx'],
  ['js', 'javascript'],
  ['mjs', 'javascript'],
  ['cjs', 'javascript'],
  ['jsx', 'javascript'],
]);

const grammars: Record<Language, Lang> = {
  typescript: Lang.TypeScript,
  tsx: Lang.Tsx,
  javascript: Lang.JavaScript,
};

/** The language of a path by its extension, null where its trees are not known here. */
export function languageOf(path: string): Language | null {
  const dot = path.lastIndexOf('.');
  return dot === -1 ? null : (languages.get(path.slice(dot + 1).toLowerCase()) ?? null);
}

/**
 * The tree of a file, or null where the language is not known or the text is longer than `maxLength` UTF-16 units.
 * Offsets are UTF-16 from 0, as everywhere in this project.
 */
export function parseFile(path: string, text: string, maxLength: number): SyntaxFile | null {
  const language = languageOf(path);
  if (language === null || text.length > maxLength) return null;
  return {
    path,
    text,
    language,
    root: wrap(parse(grammars[language], text).root(), grammars[language]),
    lines: indexLines(text),
  };
}

function wrap(node: SgNode, grammar: Lang): SyntaxNode {
  return new Wrapped(node, grammar);
}

/** Crossing into the parser costs about a microsecond a call, so what was asked once is kept. */
class Wrapped implements SyntaxNode {
  readonly #node: SgNode;
  readonly #grammar: Lang;
  #kind: string | null = null;
  #text: string | null = null;
  #range: TextRange | null = null;
  #children: readonly SyntaxNode[] | null = null;

  constructor(node: SgNode, grammar: Lang) {
    this.#node = node;
    this.#grammar = grammar;
  }

  get kind(): string {
    this.#kind ??= String(this.#node.kind());
    return this.#kind;
  }

  get text(): string {
    this.#text ??= this.#node.text();
    return this.#text;
  }

  get range(): TextRange {
    if (this.#range === null) {
      const range = this.#node.range();
      this.#range = { start: range.start.index, end: range.end.index };
    }
    return this.#range;
  }

  field(name: string): SyntaxNode | null {
    const found = this.#node.field(name);
    return found === null ? null : wrap(found, this.#grammar);
  }

  children(): readonly SyntaxNode[] {
    this.#children ??= this.#node
      .namedChildren()
      .map((child) => wrap(child, this.#grammar))
      .filter((child) => child.kind !== 'comment');
    return this.#children;
  }

  findAll(kinds: readonly string[]): SyntaxNode[] {
    // A kind that the grammar does not have is an error for the matcher, not an empty answer.
    const known = kinds.filter((kind) => kindNumber(this.#grammar, kind) !== 0);
    if (known.length === 0) return [];
    const found = this.#node.findAll({ rule: { any: known.map((kind) => ({ kind })) } });
    return found.map((node) => wrap(node, this.#grammar));
  }
}
