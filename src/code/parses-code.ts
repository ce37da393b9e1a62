import { maxSourceLength } from './program.ts';
import { languageOf, parseFile } from './syntax.ts';

/** Whether source code has no syntax error. True for languages that are not parsed here, false for texts that are too long. */
export function parsesCode(path: string, text: string): boolean {
  if (languageOf(path) === null) return true;
  const file = parseFile(path, text, maxSourceLength);
  return file !== null && file.root.findAll(['ERROR']).length === 0;
}
