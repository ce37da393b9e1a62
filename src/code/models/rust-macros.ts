import { defineModelReader, type ModelName, type ModelTable } from '../model-reader.ts';
import { bracketed, nameAt } from '../model-text.ts';

const tables = /\btable![ \t]*\{(?:\s|\/\/[^\n]*|use [^;]+;|#\[[^\]\n]*\])*([\w.]+)[ \t]*\([^)]*\)[ \t]*\{/dg;
const column = /(?:#\[sql_name[ \t]*=[ \t]*"([^"\n]+)"\]\s*)?\b(\w+)[ \t]*->/dgm;
const struct =
  /#\[(?:diesel\([^\]\n]*\btable_name[ \t]*=[ \t]*"?([\w:]+)"?[^\]\n]*|sea_orm\([^\]\n]*\btable_name[ \t]*=[ \t]*"([^"\n]+)"[^\]\n]*)\](?:\s*(?:#\[[^\]]*\]|\/\/[^\n]*))*\s*(?:pub(?:\([^)]*\))?[ \t]+)?struct[ \t]+\w+(?:<[^>{]*>)?[ \t]*\{/dg;
const field =
  /(?:#\[(?:diesel|sea_orm)\([^\]\n]*\bcolumn_name[ \t]*=[ \t]*"?(\w+)"?[^\]\n]*\]\s*)?^[ \t]*(?:pub(?:\([^)]*\))?[ \t]+)?(\w+)[ \t]*:/dgm;

export default defineModelReader({
  id: 'rust-macros',
  title: 'Diesel and SeaORM',
  sources: [
    'https://docs.diesel.rs/2.2.x/diesel/macro.table.html',
    'https://www.sea-ql.org/SeaORM/docs/generate-entity/entity-structure/',
  ],
  paths: /\.rs$/i,
  mentions: /\btable!|\btable_name\b/,
  read(text) {
    return [
      ...[...text.matchAll(tables)].flatMap((match) => tableOf(text, match, 1, column, true)),
      ...[...text.matchAll(struct)].flatMap((match) => [
        ...tableOf(text, match, 1, field, false),
        ...tableOf(text, match, 2, field, false),
      ]),
    ];
  },
  examples: [
    {
      path: 'src/schema.rs',
      text: 'diesel::table! {\n    use diesel::sql_types::*;\n    users (id) {\n        id -> Int4,\n        #[sql_name = "type"]\n        type_ -> Text,\n    }\n}\n#[derive(Insertable)]\n#[diesel(table_name = crate::schema::tags)]\npub struct NewTag<\'a> {\n    pub label: &\'a str,\n    #[diesel(column_name = color)]\n    pub colour: i32,\n}\n#[sea_orm(table_name = "cakes")]\npub struct Model {\n    pub id: i32,\n}\n',
      expect: { users: ['id', 'type'], tags: ['label', 'color'], cakes: ['id'] },
    },
  ],
});

function tableOf(
  text: string,
  match: RegExpExecArray,
  group: number,
  pattern: RegExp,
  complete: boolean,
): ModelTable[] {
  const named = nameAt(match, group, true);
  if (named === null) return [];
  const body = bracketed(text, match.index + match[0].length - 1);
  const columns = [...text.slice(body.start, body.end).matchAll(pattern)].flatMap((found): ModelName[] => {
    const own = nameAt(found, 2, true, body.start);
    return own === null ? [] : [{ ...own, name: found[1] ?? own.name }];
  });
  // `crate::schema::tags` is the module of the table.
  return [{ table: { ...named, name: named.name.split('::').at(-1) ?? named.name }, columns, complete }];
}
