import type { Side } from '../change/span.ts';
import type { Definitions } from '../code/definitions.ts';
import type { CodeModule, Program } from '../code/program.ts';
import type { Language, SyntaxFile } from '../code/syntax.ts';
import type { RouteFacts } from './routes.ts';

/** A file of the program, as a scanner is given it. */
export interface ScannedFile {
  readonly path: string;
  readonly text: string;
  /** Its tree, parsed when it is first asked for; null where the language is not known, or the text too long or too deep. */
  tree(): SyntaxFile | null;
}

/**
 * Reads one file by itself. What it returns is plain data (it would survive JSON), holds no side, and is kept by what
 * the file holds, so that only changed files are read again. Frameworks that use the same scanner share what it read.
 */
export interface FileScanner<Facts> {
  readonly id: string;
  /** Of the files that it reads. */
  readonly languages: readonly Language[];
  /** Files beside those of these languages, such as routes in YAML. */
  readonly otherPaths?: RegExp;
  /** Whether such a file may tell something, by its path and words alone: cheap, it is asked of every one. */
  concerns(path: string, text: string): boolean;
  scan(file: ScannedFile): Facts | null;
}

export interface FrameworkContext {
  /** For spans; whoever asked for the endpoints gives them their own. */
  readonly side: Side;
  readonly program: Program;
  /** What the scanner read of all files that concern it, by path, in the order of the paths. */
  scanned<Facts>(scanner: FileScanner<Facts>): ReadonlyMap<string, Facts>;
  /** Names of JavaScript and TypeScript, followed through imports. */
  readonly definitions: Definitions;
  /** Computes once what several files need; what it was drawn from counts for each of them (see `keep`). */
  once<T>(compute: () => T): () => T;
  /**
   * What `read` says of a file, from an earlier time where nothing of what it looked at has changed. `reader` names what
   * reads; the answer is plain data. What it looks at has to come from this context, and what is shared between files from `once`.
   */
  keep<T>(reader: string, path: string, read: () => T): T;
  /** Paths of JavaScript and TypeScript files whose text holds one of these words. */
  pathsMentioning(words: readonly string[]): readonly string[];
  /** JavaScript and TypeScript modules whose text holds one of these words. */
  mentioning(words: readonly string[]): readonly CodeModule[];
}

/** How one web framework registers routes. */
export interface WebFramework {
  readonly id: string;
  readonly title: string;
  readonly languages: readonly Language[];
  /** Its scanner's, where it reads other files. */
  readonly otherPaths?: RegExp;
  /**
   * Whether what is found was compared with what projects of this framework really answer to (docs/precision.md).
   * Endpoints of the others are reported, and no finding is made of them.
   */
  readonly measured: boolean;
  /** Whether its applications often answer with pages: their routes have no callers but the pages themselves. */
  readonly answersPages?: true;
  find(context: FrameworkContext): RouteFacts;
}
