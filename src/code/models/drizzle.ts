import { defineModelReader, type ModelName, type ModelTable } from '../model-reader.ts';
import { bracketed, listParts, nameAt } from '../model-text.ts';

const table =
  /\b(?:(?:pg|mysql|sqlite|singlestore|mssql)Table|\w*[sS]chema\.(?:table|view))\s*\(\s*['"`]([^'"`\n]+)['"`]\s*,\s*\{/dg;
const entry = /^(['"]?)([A-Za-z_$][\w$]*)\1\s*:\s*[\w$.]+\s*(?:<[^()]*>)?\(\s*(?:['"`]([^'"`\n]+)['"`])?/d;

export default defineModelReader({
  id: 'drizzle',
  title: 'Drizzle',
  sources: ['https://orm.drizzle.team/docs/sql-schema-declaration'],
  paths: /\.[cm]?[jt]s$/i,
  mentions: /\b(?:pg|mysql|sqlite|singlestore|mssql)Table\b|[sS]chema\.(?:table|view)\b/,
  read(text) {
    return [...text.matchAll(table)].flatMap((match): ModelTable[] => {
      const name = nameAt(match, 1, true);
      const body = bracketed(text, match.index + match[0].length - 1);
      const parts = listParts(text, body);
      const columns = parts.flatMap((part): ModelName[] => {
        const found = entry.exec(text.slice(part.start, part.end));
        if (found === null) return [];
        return [nameAt(found, 3, true, part.start) ?? nameAt(found, 2, false, part.start)].filter(
          (each) => each !== null,
        );
      });
      // Columns that are spread in stand elsewhere.
      return name === null ? [] : [{ table: name, columns, complete: columns.length === parts.length }];
    });
  },
  examples: [
    {
      path: 'src/schema.ts',
      text: "export const users = pgTable('users', {\n  id: serial('id').primaryKey(),\n  // the address\n  mail: text('mail_address').notNull(),\n  displayName: varchar({ length: 80 }),\n}, (t) => [index('i').on(t.mail)]);\nconst b = billing.invoices;\nexport const plans = billingSchema.table('plans', { id: integer('id'), ...times });\n",
      expect: { users: ['id', 'mail_address', '~displayName'], plans: ['id'] },
    },
  ],
});
