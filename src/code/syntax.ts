import csharp from '@ast-grep/lang-csharp';
import go from '@ast-grep/lang-go';
import java from '@ast-grep/lang-java';
import kotlin from '@ast-grep/lang-kotlin';
import php from '@ast-grep/lang-php';
import python from '@ast-grep/lang-python';
import ruby from '@ast-grep/lang-ruby';
import rust from '@ast-grep/lang-rust';
import { kind as kindNumber, Lang, parse, registerDynamicLanguage, type SgNode } from '@ast-grep/napi';
import { indexLines, type LineIndex } from '../text/lines.ts';
import type { TextRange } from '../text/range.ts';

/** Their parsers are libraries of their own, loaded when the first file of one of them is met. */
const loaded = { csharp, go, java, kotlin, php, python, ruby, rust };

export type Language = 'typescript' | 'tsx' | 'javascript' | keyof typeof loaded;

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
  ['cs', 'csharp'],
  ['go', 'go'],
  ['java', 'java'],
  ['kt', 'kotlin'],
  ['kts', 'kotlin'],
  ['php', 'php'],
  ['py', 'python'],
  ['rb', 'ruby'],
  ['ru', 'ruby'],
  ['rs', 'rust'],
]);

type Grammar = Lang | keyof typeof loaded;

const builtIn: ReadonlyMap<Language, Lang> = new Map([
  ['typescript', Lang.TypeScript],
  ['tsx', Lang.Tsx],
  ['javascript', Lang.JavaScript],
]);

let areLoaded = false;

function grammarOf(language: Language): Grammar {
  const known = builtIn.get(language);
  if (known !== undefined) return known;
  // All in one call: a second one is ignored.
  if (!areLoaded) registerDynamicLanguage(loaded);
  areLoaded = true;
  return language as keyof typeof loaded;
}

export function isJavaScript(language: Language | null): boolean {
  return language !== null && builtIn.has(language);
}

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
  const grammar = grammarOf(language);
  return {
    path,
    text,
    language,
    root: wrap(parse(grammar, text).root(), grammar),
    lines: indexLines(text),
  };
}

function wrap(node: SgNode, grammar: Grammar): SyntaxNode {
  return new Wrapped(node, grammar);
}

const comments: ReadonlySet<string> = new Set([
  'comment',
  'line_comment',
  'block_comment',
  'multiline_comment',
]);

/** Crossing into the parser costs about a microsecond a call, so what was asked once is kept. */
class Wrapped implements SyntaxNode {
  readonly #node: SgNode;
  readonly #grammar: Grammar;
  #kind: string | null = null;
  #text: string | null = null;
  #range: TextRange | null = null;
  #children: readonly SyntaxNode[] | null = null;

  constructor(node: SgNode, grammar: Grammar) {
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
      .filter((child) => !comments.has(child.kind));
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
