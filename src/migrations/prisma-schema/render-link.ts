import { attributeOf, mappedName } from './attributes.ts';
import type { PrismaModel } from './read-schema.ts';
import type { Link } from './relations.ts';
import { columnType, qualified, quote } from './render-columns.ts';
import { indexSql, type TableContext, type TableSql, tableName } from './render-model.ts';

/**
 * The table of a relation with lists on both sides. In PostgreSQL it counts as not wholly known: whether its two columns
 * are a unique index or the primary key is a matter of the Prisma that made it (before or from 6).
 *
 * Source: https://www.prisma.io/docs/orm/more/upgrade-guides/upgrading-versions/upgrading-to-prisma-6
 */
export function renderLink({ name, a, b }: Link, context: TableContext): TableSql {
  const { provider } = context;
  const { schema } = tableName(a);
  const table = qualified(schema, name, provider);
  const sides = [endOf('A', a), endOf('B', b)].filter((side) => side !== null);
  const keys = context.hasForeignKeys ? sides.map(({ key }) => key) : [];
  const [first, second] = [quote('A', provider), quote('B', provider)];
  const indexes = [
    { kind: 'UNIQUE ', name: `${name}_AB_unique`, columns: `${first}, ${second}` },
    { kind: '', name: `${name}_B_index`, columns: second },
  ].map((index) => ({ ...index, name: quote(index.name, provider), using: '' }));
  const [isSqlite, isMysql] = [provider.dialects.includes('sqlite'), provider.dialects.includes('mysql')];
  const inside = [
    ...sides.map(({ column }) => column),
    ...(isSqlite ? keys : []),
    ...(isMysql ? indexes.map((index) => indexSql(index, null)) : []),
  ];
  return {
    name: { schema, name },
    create: `CREATE TABLE ${table} (\n    ${inside.join(',\n    ')}\n);`,
    indexes: isMysql ? [] : indexes.map((index) => `CREATE ${indexSql(index, table)};`),
    foreignKeys: isSqlite ? [] : keys.map((key) => `ALTER TABLE ${table} ADD ${key};`),
    complete: sides.length === 2 && !provider.dialects.includes('postgres'),
  };

  function endOf(letter: 'A' | 'B', model: PrismaModel): { column: string; key: string } | null {
    const id = model.fields.find((field) => attributeOf(field, 'id') !== undefined);
    const type = id === undefined ? null : columnType(id, context);
    if (id === undefined || type === null) return null;
    const target = tableName(model);
    const column = quote(letter, provider);
    return {
      column: `${column} ${type} NOT NULL`,
      key: `CONSTRAINT ${quote(`${name}_${letter}_fkey`, provider)} FOREIGN KEY (${column}) REFERENCES ${qualified(target.schema, target.name, provider)}(${quote(mappedName(id), provider)}) ON DELETE CASCADE ON UPDATE CASCADE`,
    };
  }
}
