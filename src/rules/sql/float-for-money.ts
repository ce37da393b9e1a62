import { showName } from '../../sql/object-name.ts';
import type { TextRange } from '../../text/range.ts';
import { documented } from '../evidence.ts';
import { newColumns } from '../new-columns.ts';
import { defineRule } from '../rule.ts';
import type { StatementSubject } from '../subject.ts';

const inexact: ReadonlySet<string> = new Set([
  'real',
  'double precision',
  'double',
  'float',
  'float4',
  'float8',
]);

/** Whole words of a column's name that mean an amount of money, whatever else is in the name. */
const amounts: ReadonlySet<string> = new Set([
  'price',
  'prices',
  'balance',
  'salary',
  'wage',
  'fee',
  'fees',
  'invoice',
  'payment',
  'payments',
  'refund',
  'revenue',
  'tax',
  'vat',
  'money',
  'subtotal',
]);

/** Words that mean something else than money beside one of the above: `tax_rate`, `price_change_percent`. */
const ratios: ReadonlySet<string> = new Set([
  'rate',
  'ratio',
  'percent',
  'percentage',
  'pct',
  'factor',
  'score',
  'weight',
  'share',
  'elasticity',
  'id',
]);

export default defineRule({
  id: 'float-for-money',
  about: 'statement',
  on: ['create-table', 'add-column'],
  title: 'Money that does not add up',
  family: 'types',
  severity: 'warning',
  dialects: ['postgres', 'mysql', 'mariadb', 'mssql'],
  state: 'stable',
  sources: [
    'skeema:has-float',
    'sqlcheck:2001',
    'bytebase:COLUMN_TYPE_DISALLOW_LIST',
    'https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-FLOAT',
  ],
  what: 'Amounts in `{table}.{column}` are rounded as binary fractions: 0.1 + 0.2 is not 0.3, and sums drift.',
  why: '`{type}` is inexact.',
  fix: 'Use `numeric(12, 2)`, or whole cents in a `bigint`.',
  variants: {
    money: {
      what: 'What `{table}.{column}` holds, and how it is written, depends on the server’s `lc_monetary`.',
      why: '`money` has no currency, the fractional digits of the server’s setting, and comes to the application as text such as `$1,000.00`.',
    },
  },
  examples: {
    bad: [
      {
        title: 'a price',
        dialect: 'postgres',
        sql: 'CREATE TABLE products (id bigint PRIMARY KEY, price double precision NOT NULL);',
        at: 'price double precision',
      },
      {
        title: 'a price as float, in camel case',
        sql: 'CREATE TABLE products (id bigint PRIMARY KEY, unitPrice float NOT NULL);',
        at: 'unitPrice float',
      },
      {
        title: 'the type money',
        dialect: 'postgres',
        sql: 'ALTER TABLE products ADD COLUMN price money;',
        at: 'ADD COLUMN price money',
      },
    ],
    good: [
      {
        title: 'exact numbers',
        sql: 'CREATE TABLE products (id bigint PRIMARY KEY, price numeric(12, 2) NOT NULL, fee bigint);',
      },
      {
        title: 'a ratio, a measurement',
        sql: 'CREATE TABLE products (id bigint PRIMARY KEY, tax_rate float, weight float, price_change_percent float);',
      },
      {
        title: 'a word that only contains one',
        sql: 'CREATE TABLE readings (id bigint PRIMARY KEY, coffee_temperature float, taxonomy_distance float);',
      },
    ],
  },
  detect(subject) {
    return newColumns(subject).flatMap(({ table, column, range }) => {
      const money = column.type.name === 'money' && subject.statement.dialect === 'postgres';
      if (!money && !(inexact.has(column.type.name) && isAmount(written(subject, range, column.name))))
        return [];
      return [
        {
          range,
          object: `${showName(table)}.${column.name}`,
          data: { table: showName(table), column: column.name, type: column.type.text },
          ...(money ? { variant: 'money' } : {}),
          evidence: [
            documented(
              money
                ? 'The `money` type’s fractional precision is determined by the database’s `lc_monetary` setting (PostgreSQL manual, 8.2 Monetary Types)'
                : 'If you require exact storage and calculations (such as for monetary amounts), use the `numeric` type instead (PostgreSQL manual, 8.1.3 Floating-Point Types)',
            ),
          ],
        },
      ];
    });
  },
});

/** The name as it stands in the text: `unitPrice`, where the database knows `unitprice`. */
function written({ text }: StatementSubject, range: TextRange, name: string): string {
  const place = text.slice(range.start, range.end);
  const start = place.toLowerCase().indexOf(name.toLowerCase());
  return start === -1 ? name : place.slice(start, start + name.length);
}

function isAmount(name: string): boolean {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z]+/);
  return words.some((word) => amounts.has(word)) && !words.some((word) => ratios.has(word));
}
