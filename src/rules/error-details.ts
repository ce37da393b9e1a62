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
const longestBody = 2_000;
export interface ErrorDetail {
  readonly range: TextRange;
  readonly isStack: boolean;
}

/** What the body of an answer tells of the inside of an error: its stack always, its message where the failure is the server's. */
export function errorDetailIn(body: TextRange, status: number | null, code: CodeView): ErrorDetail | null {
  const text = code.text.slice(body.start, Math.min(body.end, body.start + longestBody));
  if (guarded.test(text)) return null;
  const { message, stack } = details[code.language];
  const stackAt = stack.exec(text);
  const found = stackAt ?? (status === 500 ? message.exec(text) : null);
  if (found === null) return null;
  const start = body.start + found.index;
  return { range: { start, end: start + found[0].length }, isStack: stackAt !== null };
}
