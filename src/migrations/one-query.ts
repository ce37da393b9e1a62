import type { TransactionModel } from './migration.ts';
import { roughStatements } from './rough-statements.ts';

/**
 * How a file runs that is told to run outside a transaction, by a tool that sends it as one query: several statements are
 * in one all the same.
 * @param where it is told so, as Markdown
 * @param says by which words, as Markdown
 */
export function asOneQuery(tool: string, where: string, says: string, text: string): TransactionModel {
  return roughStatements(text).length > 1
    ? {
        mode: 'wrapped',
        because: `${tool} sends the file as one query even with ${says}, and PostgreSQL runs several statements of one query in one transaction`,
      }
    : { mode: 'none', because: `${where} says ${says}` };
}
