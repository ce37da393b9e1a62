import type { SyntaxFile, SyntaxNode } from '../../code/syntax.ts';
import type { FileScanner } from '../web-framework.ts';
import { type BodyFacts, readBody } from './body.ts';
import { type RubyCall, readCalls, readDeclarations } from './calls.ts';
import { constantName } from './value.ts';

export interface RubyMethod {
  readonly name: string;
  /** `def self.name`. */
  readonly ofClass: boolean;
  readonly parameters: readonly string[];
  readonly body: BodyFacts;
  /** What a class method declares: `def self.registered(app)`. */
  readonly calls: readonly RubyCall[];
}

export interface RubyClass {
  readonly path: string;
  /** With the modules around it: `Api::V1::PhotosController`. */
  readonly name: string;
  readonly isModule: boolean;
  /** As written. */
  readonly superclass: string | null;
  readonly calls: readonly RubyCall[];
  readonly methods: readonly RubyMethod[];
  /** `config.api_only = true`. */
  readonly setsApiOnly: boolean;
}

export interface RubyFacts {
  readonly classes: readonly RubyClass[];
  /** Outside of classes. */
  readonly calls: readonly RubyCall[];
  readonly methods: readonly RubyMethod[];
}

const railsPaths = /(^|\/)(?:config\/routes(?:\/.*)?\.rb|controllers\/.*\.rb|config\/application\.rb)$/;
const sinatraBlock =
  /^[ \t]*(?:\w+\.)?(?:get|post|put|patch|delete|options|head|before|namespace|map|helpers)\b[^\n]*\bdo\b/m;

/** Files of Rails and of Sinatra: what they declare, and what their methods do. */
export const rubyScanner: FileScanner<RubyFacts> = {
  id: 'ruby',
  languages: ['ruby'],
  concerns: (path, text) =>
    path.endsWith('.ru') ||
    (path.endsWith('.rb') &&
      (railsPaths.test(path) ||
        text.includes('inatra') ||
        text.includes('.routes.draw') ||
        (text.includes('devise ') && path.includes('models/')) ||
        // Helpers of Sinatra are plain modules.
        /\bhalt\b/.test(text) ||
        sinatraBlock.test(text))),
  scan: ({ tree }) => {
    const file = tree();
    return file === null ? null : readRubyFile(file);
  },
};

/** Classes inside classes that are read. */
const maxNesting = 12;

function readRubyFile(file: SyntaxFile): RubyFacts {
  const classes: RubyClass[] = [];
  readClasses(file.root, file, '', classes, 0);
  return {
    classes,
    calls: readCalls(file.root, file),
    methods: methodsOf(file.root, file),
  };
}

function readClasses(
  node: SyntaxNode,
  file: SyntaxFile,
  outer: string,
  classes: RubyClass[],
  depth: number,
): void {
  if (depth > maxNesting) return;
  for (const child of node.children()) {
    if (child.kind === 'begin' || child.kind === 'if' || child.kind === 'then') {
      readClasses(child, file, outer, classes, depth + 1);
      continue;
    }
    const name = child.field('name');
    if ((child.kind !== 'class' && child.kind !== 'module') || name === null) continue;
    const full = outer === '' ? constantName(name) : `${outer}::${constantName(name)}`;
    const body = child.field('body');
    const superclass = child.field('superclass')?.children()[0];
    classes.push({
      path: file.path,
      name: full,
      isModule: child.kind === 'module',
      superclass: superclass === undefined ? null : superclassName(superclass),
      calls: body === null ? [] : readDeclarations(body, file),
      methods: body === null ? [] : methodsOf(body, file),
      setsApiOnly: file.path.endsWith('application.rb') && setsApiOnly(body),
    });
    if (body !== null) readClasses(body, file, full, classes, depth + 1);
  }
}

function setsApiOnly(body: SyntaxNode | null): boolean {
  return (
    body?.findAll(['assignment']).some((each) => /^config\.api_only\s*=\s*true$/.test(each.text)) === true
  );
}

/** `Sinatra.new(Base)` and `Class.new(Base)` count as `Base`. */
function superclassName(node: SyntaxNode): string {
  const given = node.kind === 'call' ? node.field('arguments')?.children()[0] : node;
  return given === undefined || !['constant', 'scope_resolution'].includes(given.kind)
    ? ''
    : constantName(given);
}

function methodsOf(body: SyntaxNode, file: SyntaxFile, ofClass = false): RubyMethod[] {
  return body.children().flatMap((child): RubyMethod[] => {
    switch (child.kind) {
      case 'method':
        return [methodOf(child, file, ofClass)];
      case 'singleton_method':
        return [methodOf(child, file, true)];
      // `private def x`, `helpers do … end`, `class_methods do … end`.
      case 'call':
        return methodsInCall(child, file);
      default:
        return [];
    }
  });
}

function methodsInCall(call: SyntaxNode, file: SyntaxFile): RubyMethod[] {
  const args = call.field('arguments');
  const block = call.field('block');
  const name = call.field('method')?.text ?? '';
  const inBlock = ['helpers', 'included', 'class_methods'].includes(name)
    ? (block?.children() ?? []).flatMap((part) => methodsOf(part, file, name === 'class_methods'))
    : [];
  return [...(args === null ? [] : methodsOf(args, file)), ...inBlock];
}

function methodOf(node: SyntaxNode, file: SyntaxFile, ofClass: boolean): RubyMethod {
  const parameters = (node.field('parameters')?.children() ?? []).map(
    (each) => each.field('name')?.text ?? each.text,
  );
  return {
    name: node.field('name')?.text ?? '',
    ofClass,
    parameters,
    body: readBody(node, file),
    calls: ofClass ? readCalls(node, file) : [],
  };
}
