import { z } from 'zod';

/** A regular expression in the settings of a rule. */
export const patternOption = z.string().refine(isPattern, 'is no regular expression');

function isPattern(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}
