import type { Language } from '../code/syntax.ts';
import type { CodeView } from '../code/view/code-view.ts';
import type { TextRange } from '../text/range.ts';

const caught = String.raw`\$?\b(?:e|err|error|ex|exc|exception|throwable)`;
/** What an error says of the inside, as text of the code; the stack is told at any status. */
const script = {
  message: new RegExp(`${caught}\\??\\.(?:message|sqlMessage|toString\\(\\))`),
  stack: new RegExp(`${caught}\\??\\.stack\\b`),
};
const details: Readonly<Record<Language, { readonly message: RegExp; readonly stack: RegExp }>> = {
  javascript: script,
  typescript: script,
  tsx: script,
  python: {
    message: new RegExp(`(?:str|repr)\\(${caught}\\)|\\{${caught}(?:!r|!s)?\\}`),
    stack: /traceback\.format_exc\(\)/,
  },
  go: { message: new RegExp(`${caught}\\.Error\\(\\)`), stack: /debug\.Stack\(\)/ },
  ruby: {
    message: new RegExp(`${caught}\\.(?:message|full_message|inspect)\\b`),
    stack: new RegExp(`${caught}\\.backtrace\\b`),
  },
  php: {
    message: new RegExp(`${caught}->getMessage\\(\\)`),
    stack: new RegExp(`${caught}->getTrace(?:AsString)?\\(\\)`),
  },
  java: {
    message: new RegExp(`${caught}\\.(?:getMessage|getLocalizedMessage|toString)\\(\\)`),
    stack: new RegExp(`${caught}\\.getStackTrace\\(\\)`),
  },
  kotlin: {
    message: new RegExp(`${caught}\\.(?:message|localizedMessage)\\b`),
    stack: new RegExp(`${caught}\\.stackTraceToString\\(\\)`),
  },
  csharp: {
    message: new RegExp(`${caught}\\.(?:Message|ToString\\(\\))`),
    stack: new RegExp(`${caught}\\.StackTrace\\b`),
  },
  rust: { message: new RegExp(`${caught}\\.to_string\\(\\)`), stack: /Backtrace::\w+\(\)/ },
};
/** What says that only developers see it. */
const guarded = /NODE_ENV|is_?dev|development|debug|production|is_?prod|expose/i;
/** How the code that answers caught the error: the last one before it says of which class. */
const caughtAs =
  /\bexcept\s+\(?([\w.]+)\s+as\b|\bcatch\s*\(\s*(?:final\s+)?\\?([\w\\.]+)\s+\$?\w+\s*\)|\brescue\s+([\w:]+)\s*=>|\bcatch\s*\(\s*\w+\s*:\s*([\w.]+)\s*\)/g;
/** Classes that anything may be of, or that drivers throw. */
const anything =
  /^(?:Base|Runtime|Illegal\w*|Standard|Unexpected)?(?:Exception|Error|Throwable|any|unknown)$|Throwable|Sql|SQL|Database|Db|PDO|Query|Integrity|Operational|Http|IO|Network|Connection|Client/;
const longestCatch = 1_500;
const longestBody = 2_000;
export interface ErrorDetail {
  readonly range: TextRange;
  readonly isStack: boolean;
}

/** What the body of an answer tells of the inside of an error: its stack always, its message where the failure is the server's. */
export function errorDetailIn(body: TextRange, status: number | null, code: CodeView): ErrorDetail | null {
  const text = code.text.slice(body.start, Math.min(body.end, body.start + longestBody));
  if (guarded.test(text) || guarded.test(code.text.slice(Math.max(0, body.start - 300), body.start)))
    return null;
  const { message, stack } = details[code.language];
  const stackAt = stack.exec(text);
  const found = stackAt ?? (status === 500 ? message.exec(text) : null);
  if (found === null) return null;
  const start = body.start + found.index;
  if (stackAt === null && isOwnError(start, code)) return null;
  return { range: { start, end: start + found[0].length }, isStack: stackAt !== null };
}

/** An error of a class of the project's own: its message was written for callers. */
function isOwnError(at: number, { text }: CodeView): boolean {
  const last = [...text.slice(Math.max(0, at - longestCatch), at).matchAll(caughtAs)].at(-1);
  const name = last?.slice(1).find((each) => each !== undefined);
  return (
    name !== undefined &&
    !anything.test(
      name.slice(Math.max(name.lastIndexOf('.'), name.lastIndexOf('\\'), name.lastIndexOf(':')) + 1),
    )
  );
}
