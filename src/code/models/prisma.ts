import { defineModelReader, type ModelName, type ModelTable } from '../model-reader.ts';
import { bracketed, nameAt } from '../model-text.ts';

const model = /^[ \t]*(?:model|view)[ \t]+(\w+)[ \t]*\{/dgm;
const field = /^[ \t]*(\w+)[ \t]+(\w+)(?:\([^)\n]*\))?(\[\])?\??([^\n]*)/dgm;
const mapped = /@map\([^"\n)]*"([^"\n]+)"/d;

export default defineModelReader({
  id: 'prisma',
  title: 'Prisma',
  sources: ['https://www.prisma.io/docs/orm/prisma-schema/data-model/database-mapping'],
  paths: /\.prisma$/i,
  mentions: /^[ \t]*(?:model|view)[ \t]/m,
  read(text) {
    const models = [...text.matchAll(model)];
    const related = new Set(models.map(([, name]) => name));
    return models.flatMap((match): ModelTable[] => {
      const body = bracketed(text, match.index + match[0].length - 1);
      const inside = text.slice(body.start, body.end);
      const tableMap = /@@map\([^"\n)]*"([^"\n]+)"/d.exec(inside);
      const table = tableMap === null ? nameAt(match, 1, true) : nameAt(tableMap, 1, true, body.start);
      const columns = [...inside.matchAll(field)].flatMap((line): ModelName[] => {
        // A relation is no column: its field is of another model's type.
        if (related.has(line[2])) return [];
        const map = mapped.exec(line[4] ?? '');
        const name = nameAt(line, 1, true, body.start);
        return name === null ? [] : [{ ...name, name: map?.[1] ?? name.name }];
      });
      return table === null ? [] : [{ table, columns, complete: true }];
    });
  },
  examples: [
    {
      path: 'prisma/schema.prisma',
      text: 'model User {\n  id Int @id\n  mail String? @map("mail_address") @db.VarChar(80)\n  posts Post[]\n  @@map("users")\n}\nmodel Post {\n  id Int @id\n  author User @relation(fields: [authorId], references: [id])\n  authorId Int\n}\n',
      expect: { users: ['id', 'mail_address'], Post: ['id', 'authorId'] },
    },
  ],
});
