import { maxSourceLength } from './program.ts';
import { isJavaScript, languageOf, parseFile } from './syntax.ts';

/** Whether source code has no syntax error. Other languages than JavaScript and TypeScript are not judged: true for them, false for texts that are too long. */
export function parsesCode(path: string, text: string): boolean {
  if (!isJavaScript(languageOf(path))) return true;
  const file = parseFile(path, text, maxSourceLength);
  return file !== null && file.root.findAll(['ERROR']).length === 0;
}
