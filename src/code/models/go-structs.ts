import { defineModelReader, type ModelName, type ModelTable } from '../model-reader.ts';
import { bracketed, nameAt } from '../model-text.ts';

const struct = /^type[ \t]+(\w+)[ \t]+struct[ \t]*\{/dgm;
const field = /^[ \t]*(\w+)[ \t]+([\w.*[\]]+)[ \t]*(?:`([^`\n]*)`)?/dgm;
const tableName =
  /^func[ \t]*\((?:\w+[ \t]+)?\*?(\w+)\)[ \t]*TableName\(\)[ \t]*string[ \t]*\{\s*return[ \t]*"([^"\n]+)"/dgm;
const scalar = /^[*]?(?:\[\]byte|string|bool|u?int\d*|float\d+|time\.Time|[a-z]\w*\.\w+)$/;

export default defineModelReader({
  id: 'go-structs',
  title: 'GORM and Bun',
  sources: ['https://gorm.io/docs/conventions.html', 'https://bun.uptrace.dev/guide/models.html'],
  paths: /\.go$/i,
  mentions: /\bgorm\.Model\b|gorm:"|bun:"|\bTableName\(\)/,
  read(text) {
    const named = new Map([...text.matchAll(tableName)].map((match) => [match[1], match]));
    return [...text.matchAll(struct)].flatMap((match): ModelTable[] => {
      const body = bracketed(text, match.index + match[0].length - 1);
      const inside = text.slice(body.start, body.end);
      const method = named.get(match[1]);
      const bun = /bun:"table:([\w.]+)/d.exec(inside);
      if (method === undefined && bun === null && !/\bgorm\.Model\b|gorm:"/.test(inside)) return [];
      const table =
        (method === undefined ? null : nameAt(method, 2, true)) ??
        (bun === null ? nameAt(match, 1, false) : nameAt(bun, 1, true, body.start));
      const columns = [...inside.matchAll(field)].flatMap((line) => columnOf(line, body.start));
      return table === null ? [] : [{ table, columns, complete: false }];
    });
  },
  examples: [
    {
      path: 'store/user.go',
      text: 'type User struct {\n\tgorm.Model\n\tMail string `gorm:"column:mail_address;not null"`\n\tDisplayName string\n\tTeam Team\n\tskipped string `gorm:"-"`\n}\n\nfunc (User) TableName() string { return "users" }\n\ntype Tag struct {\n\tbun.BaseModel `bun:"table:tags,alias:t"`\n\tLabel string `bun:"label,notnull"`\n}\n\ntype Request struct {\n\tMail string `json:"mail"`\n}\n',
      expect: { users: ['mail_address', '~DisplayName'], tags: ['label'] },
    },
  ],
});

function columnOf(line: RegExpExecArray, shift: number): ModelName[] {
  const name = nameAt(line, 1, false, shift);
  const tag = line[3] ?? '';
  if (name === null || /(?:gorm|bun):"-/.test(tag)) return [];
  const given = /gorm:"(?:[^"]*;)?column:([^";]+)/.exec(tag)?.[1] ?? /bun:"(\w+)(?=[,"])/.exec(tag)?.[1];
  if (given !== undefined) return [{ ...name, name: given, exact: true }];
  return scalar.test(line[2] ?? '') && !/bun:"(?:table|rel|m2m):/.test(tag) ? [name] : [];
}
