import type { Language } from '../syntax.ts';

export const javaScript: readonly Language[] = ['javascript', 'typescript', 'tsx'];

/** All languages whose trees are known. */
export const allLanguages: readonly Language[] = [
  ...javaScript,
  'python',
  'java',
  'kotlin',
  'csharp',
  'go',
  'ruby',
  'php',
  'rust',
];
