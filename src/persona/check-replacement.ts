import type { Suggestion } from '../report/finding.ts';
import type { LineRange } from './find-quote.ts';
import { hasPlaceholder } from './mask-secrets.ts';
import { shownText } from './shown-text.ts';

export type ReplacementProblem =
  | 'unchanged'
  | 'masked'
  | 'invisible'
  | 'command'
  | 'outside-hunk'
  | 'unparsable';

export interface ReplacementCheck {
  readonly path: string;
  /** The file at the head as it is (not masked). */
  readonly headText: string;
  readonly lines: LineRange;
  readonly replacement: string;
  /** Whether the lines stand in one hunk: elsewhere GitHub takes no suggestion. */
  readonly inOneHunk: boolean;
  /** The file's text with the suggestion committed. */
  readonly apply: (text: string, suggestion: Suggestion) => string;
  /** Whether a text is correct in the language of the path. */
  readonly parses: (path: string, text: string) => Promise<boolean>;
}

/** Lines that other bots obey, even inside a code block: they read the comment's source. */
const command =
  /^\s*(?:\/[a-z][\w-]*(?:\s[\w\s-]*)?$|@(?:dependabot|renovate|coderabbitai|copilot|claude|codex|mergifyio|github-actions|bors)\b)/im;

/** Turns a claim's replacement into a suggestion that was applied and parsed, or says what is wrong with it. */
export async function checkReplacement(check: ReplacementCheck): Promise<Suggestion | ReplacementProblem> {
  const { headText, lines, path } = check;
  const replacement = check.replacement.replaceAll('\r\n', '\n').replace(/\n$/, '');
  const old = headText
    .split('\n')
    .slice(lines.startLine - 1, lines.endLine)
    .map((line) => line.trimEnd())
    .join('\n');
  if (
    replacement
      .split('\n')
      .map((line) => line.trimEnd())
      .join('\n') === old
  )
    return 'unchanged';
  if (hasPlaceholder(replacement)) return 'masked';
  if (replacement.includes('\ufffd') || hidesCharacters(replacement)) return 'invisible';
  if (command.test(replacement) && !command.test(old)) return 'command';
  if (!check.inOneHunk) return 'outside-hunk';
  const suggestion = { startLine: lines.startLine, endLine: lines.endLine, replacement };
  const applied = check.apply(headText, suggestion);
  return applied !== headText && (await check.parses(path, applied)) ? suggestion : 'unparsable';
}

function hidesCharacters(text: string): boolean {
  return shownText(text).includes('\ufffd');
}
