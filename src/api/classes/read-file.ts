import type { SyntaxFile, SyntaxNode } from '../../code/syntax.ts';
import type { TextRange } from '../../text/range.ts';
import { statusOfName } from '../http-status.ts';
import { normalisedText, placeOf, seenAt } from '../seen.ts';
import type { CallFact, Expression, Lambda, Link } from './class-model.ts';

/** Expressions inside expressions that are read; what is deeper is `other`. */
export const maxExpressionDepth = 60;
/** Links of a chain of calls that are read: the security rules of large services have about a hundred. */
export const maxLinks = 400;
/** Classes inside classes that are read. */
export const maxClassDepth = 10;
/** Lambdas inside lambdas whose text is kept: the text of each holds those inside. */
const maxTextDepth = 14;

/** What the readers of all languages need of the file they read. */
export interface FileReading {
  readonly file: SyntaxFile;
  /** Whether what a function or lambda holds is to be read, by its text. */
  isOfInterest(text: string): boolean;
}

const statusCalls = new Set(
  'getResource initResource receive receiveNullable receiveText getOrFail status setStatus sendError sendRedirect respond respondText respondNullable respondRedirect respondBytes respondFile of StatusCode Status ok seeOther temporaryRedirect setMaxResults Take limit coerceAtMost Problem ValidationProblem File Content Json json View Redirect RedirectToAction RedirectToPage Challenge SignIn SignOut Forbid Accepted AcceptedAtRoute AcceptedAtAction CreatedAtAction CreatedAtRoute UnprocessableEntity Text Stream NotFoundResult'.split(
    ' ',
  ),
);

/** Whether a call may tell a status code or a limit, by its name alone. */
export function isTellingCall(name: string): boolean {
  return (
    statusCalls.has(name) ||
    /(?:Exception|Error|Result|ResponseEntity|StatusCode|Status|Resource|Endpoint)$/.test(name) ||
    /^validate|^ensureValid/i.test(name) ||
    statusOfName(name) !== null
  );
}

export function lambdaOf(
  node: SyntaxNode,
  reading: FileReading,
  depth: number,
  parts: Pick<Lambda, 'parameters'> &
    Partial<Pick<Lambda, 'annotations'>> & { statements: () => readonly Expression[] },
): Lambda {
  const shallow = depth < maxTextDepth * 3;
  const inside = shallow && reading.isOfInterest(node.text);
  return {
    kind: 'lambda',
    annotations: parts.annotations ?? [],
    parameters: parts.parameters,
    statements: inside ? parts.statements() : null,
    place: placeOf(node.range, reading),
    text: shallow ? normalisedText(node) : null,
  };
}

/** One call of a chain, whose place begins with its name and not with that of the chain. */
export function linkOf(
  range: TextRange,
  reading: FileReading,
  parts: Pick<Link, 'name' | 'args' | 'types' | 'isNew'>,
): Link {
  return { ...parts, seen: seenAt({ range }, reading), place: placeOf(range, reading) };
}

/** A function from its name on: what stands before, annotations above all, may change and it is still the same handler. */
export function functionText(
  name: SyntaxNode | null | undefined,
  node: SyntaxNode,
  { file }: FileReading,
): string {
  return normalisedText({ text: file.text.slice((name ?? node).range.start, node.range.end) });
}

export function other(node: SyntaxNode): Expression {
  return { kind: 'other', text: node.text.slice(0, 80) };
}

/** Annotations that describe for documents and mappers: their arguments are long, and nobody asks for them. */
const describing =
  /^(?:Operation|Api(?:Responses?|Operation|Param|ImplicitParams?|Model\w*)|Parameters?|Schema|ArraySchema|Content|Tags?|ExternalDocumentation|SecurityRequirements?|Json\w+|Column|Table|NamedQuer(?:y|ies)|Swagger\w*|OpenApi\w*|Description|Display\w*|SuppressWarnings|SuppressMessage)$/;

export function isDescription(name: string): boolean {
  return describing.test(name);
}

/** A dotted name before a call, '' for anything else: of chains of calls the text would be long. */
export function receiverName(node: SyntaxNode | null | undefined): string {
  if (node === null || node === undefined || node.range.end - node.range.start > 120) return '';
  return /^[\w.]+$/.test(node.text) ? node.text : '';
}

/** A type's name as written, without what follows `<`. */
export function typeName(text: string): string {
  return (/^[\w.\s]*/.exec(text)?.[0] ?? '').replace(/\s/g, '');
}

export function byOffset(a: CallFact, b: CallFact): number {
  return a.offset - b.offset;
}
