import type { SyntaxNode } from '../../code/syntax.ts';
import { placeOf } from '../seen.ts';
import type { PhpArgument, PhpAttribute, PhpContext, PhpEntry, PhpValue } from './value.ts';

/** Longest comment that is read, and annotations of one. */
const maxLength = 20_000;
const maxAnnotations = 100;
const maxDepth = 8;

/** `@Route("/x", methods={"GET"})` in a doc comment, as Doctrine reads them. */
export function annotationsIn(comment: SyntaxNode, context: PhpContext): PhpAttribute[] {
  if (comment.range.end - comment.range.start > maxLength) return [];
  const { text } = comment;
  const found: PhpAttribute[] = [];
  for (const match of text.matchAll(/@((?:\w+\\)*[A-Z]\w*)\(/g)) {
    if (found.length >= maxAnnotations) break;
    const start = match.index;
    const reader = new Reader(text, start + match[0].length);
    const args = reader.arguments(')');
    const full = match[1] ?? '';
    const range = { start: comment.range.start + start, end: comment.range.start + reader.at };
    const shown = text.slice(start, reader.at).replace(/\s*\n\s*\*?\s*/g, ' ');
    found.push({
      name: full.slice(full.lastIndexOf('\\') + 1),
      fullName: context.resolve(full),
      args,
      seen: {
        text: shown.length > 60 ? `${shown.slice(0, 59)}…` : shown,
        path: context.file.path,
        line: context.file.lines.lineAt(range.start),
      },
      place: placeOf(range, context),
    });
  }
  return found;
}

/** Reads values one after the other; whatever it does not know is `unknown`, and it always moves on. */
class Reader {
  readonly #text: string;
  at: number;

  constructor(text: string, at: number) {
    this.#text = text;
    this.at = at;
  }

  arguments(end: string, depth = 0): PhpArgument[] {
    const args: PhpArgument[] = [];
    while (this.at < this.#text.length) {
      this.#space();
      const letter = this.#text[this.at];
      if (letter === end) {
        this.at++;
        return args;
      }
      if (letter === ',') {
        this.at++;
        continue;
      }
      args.push(this.#argument(depth));
    }
    return args;
  }

  #argument(depth: number): PhpArgument {
    const first = this.#value(depth);
    this.#space();
    const letter = this.#text[this.at];
    if (letter !== '=' && letter !== ':') return { name: null, value: first.value };
    this.at++;
    this.#space();
    return { name: first.word, value: this.#value(depth).value };
  }

  /** A value, and the word it may be the name of. */
  #value(depth: number): { value: PhpValue; word: string | null } {
    const letter = this.#text[this.at] ?? '';
    if (letter === '"' || letter === "'") {
      const text = this.#quoted(letter);
      return { value: { kind: 'text', text }, word: text };
    }
    if (letter === '{' && depth < maxDepth) {
      this.at++;
      const entries = this.arguments('}', depth + 1).map(
        ({ name, value }): PhpEntry => ({ key: name, value }),
      );
      return { value: { kind: 'list', entries }, word: null };
    }
    const word = /^[\w\\:@-]+(?<!:)/.exec(this.#text.slice(this.at, this.at + 200))?.[0] ?? '';
    this.at += Math.max(1, word.length);
    if (/^\d+$/.test(word)) return { value: { kind: 'number', number: Number(word) }, word };
    if (/^(?:true|false)$/i.test(word))
      return { value: { kind: 'boolean', value: word.toLowerCase() === 'true' }, word };
    return { value: { kind: 'unknown' }, word };
  }

  #quoted(quote: string): string {
    const from = this.at + 1;
    let end = this.#text.indexOf(quote, from);
    // `""` inside a text is one.
    while (quote === '"' && end !== -1 && this.#text[end + 1] === '"')
      end = this.#text.indexOf(quote, end + 2);
    this.at = end === -1 ? this.#text.length : end + 1;
    return this.#text.slice(from, end === -1 ? this.#text.length : end).replaceAll('""', '"');
  }

  #space(): void {
    while (/[\s*]/.test(this.#text[this.at] ?? '')) this.at++;
  }
}
