import { maskSecrets } from './mask-secrets.ts';

/**
 * Characters that a person reviewing the code cannot see but a model reads: format (bidirectional, zero-width, tags),
 * control, private, unassigned, default ignorable. They are how instructions are smuggled past people.
 */
const invisible = /(?![\t\n\r])[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{DI}\u2028\u2029]/gu;

/**
 * A file's text as the model sees it: secrets and invisible characters replaced by as many placeholders. Same length,
 * same lines; quotes are compared with this text, never with the file's.
 */
export function shownText(text: string): string {
  return maskSecrets(
    text.toWellFormed().replace(invisible, (character) => '\ufffd'.repeat(character.length)),
  );
}
