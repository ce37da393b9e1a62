import { defineModelReader, type ModelName, type ModelTable } from '../model-reader.ts';
import { bracketed, indentedBlock, nameAt } from '../model-text.ts';

const named = /^([ \t]+)__tablename__(?:[ \t]*:[^=\n]+)?[ \t]*=[ \t]*['"]([^'"\n]+)['"]/dgm;
const attribute =
  /^([ \t]+)(\w+)(?:[ \t]*:[ \t]*([^=\n]+?))?[ \t]*(?:=[ \t]*(?:\w+\.)?(Column|mapped_column|deferred|Field)\([ \t]*\n?[ \t]*(?:['"]([^'"\n]+)['"])?|$)/dgm;
const table = /\bTable\(\s*['"]([^'"\n]+)['"]/dg;
const column = /\bColumn\(\s*['"]([^'"\n]+)['"]/dg;

export default defineModelReader({
  id: 'sqlalchemy',
  title: 'SQLAlchemy and SQLModel',
  sources: ['https://docs.sqlalchemy.org/en/20/orm/declarative_tables.html'],
  paths: /\.py$/i,
  mentions: /\b__tablename__\b|\bTable\(/,
  read(text) {
    return [
      ...[...text.matchAll(named)].flatMap((match) => declared(text, match)),
      ...[...text.matchAll(table)].flatMap((match): ModelTable[] => {
        const name = nameAt(match, 1, true);
        const body = bracketed(text, match.index + 'Table'.length);
        const columns = [...text.slice(body.start, body.end).matchAll(column)].flatMap(
          (found) => nameAt(found, 1, true, body.start) ?? [],
        );
        return name === null ? [] : [{ table: name, columns, complete: false }];
      }),
    ];
  },
  examples: [
    {
      path: 'app/models.py',
      text: 'class User(Base):\n    __tablename__ = "users"\n    id: Mapped[int] = mapped_column(primary_key=True)\n    mail = Column("mail_address", String)\n    note: Mapped[str]\n    posts = relationship("Post")\n\ntags = Table("tags", metadata, Column("id", Integer), Column("label", String))\n',
      expect: { users: ['id', 'mail_address', 'note'], tags: ['id', 'label'] },
    },
  ],
});

function declared(text: string, match: RegExpExecArray): ModelTable[] {
  const name = nameAt(match, 2, true);
  const indent = match[1] ?? '';
  const before = text.slice(0, match.index).lastIndexOf('\nclass ');
  const body = indentedBlock(text, before + 1);
  if (name === null || match.index > body.end) return [];
  const columns = [...text.slice(body.start, body.end).matchAll(attribute)].flatMap((found): ModelName[] => {
    const own = nameAt(found, 2, true, body.start);
    if (own === null || found[1] !== indent) return [];
    // Without a value only `Mapped[…]` makes a column, and not of lists (they are relations).
    if (found[4] === undefined && !/^Mapped\[(?!.*\b(?:list|List|set)\[)/.test(found[3] ?? '')) return [];
    return [{ ...own, name: found[5] ?? own.name }];
  });
  return [{ table: name, columns, complete: false }];
}
