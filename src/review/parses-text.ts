import { parsesCode } from '../code/parses-code.ts';
import { createParser } from '../sql/parse.ts';

/** Whether a text is correct in the language of its path. Languages that are not parsed here count as correct. */
export async function parsesText(path: string, text: string): Promise<boolean> {
  if (!/\.sql$/i.test(path)) return parsesCode(path, text);
  const parser = await createParser('postgres');
  return parser.parse(text).every(({ failure }) => failure === null);
}
