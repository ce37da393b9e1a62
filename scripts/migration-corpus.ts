import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

// A history of migrations as a service of some years has it: a third makes tables, the others change those before.
// The same every time: numbers come from the file's place, nothing from chance.

interface Table {
  readonly name: string;
  readonly columns: string[];
}

/**
 * Writes `count` numbered PostgreSQL migrations into `folder`.
 * @returns their paths, in order
 */
export function writeMigrationCorpus(folder: string, count: number): readonly string[] {
  mkdirSync(folder, { recursive: true });
  const tables: Table[] = [];
  return Array.from({ length: count }, (_, at) => {
    const number = String(at + 1).padStart(4, '0');
    const { name, sql } = at % 3 === 0 || tables.length === 0 ? newTable(tables, at) : change(tables, at);
    const path = join(folder, `${number}_${name}.up.sql`);
    writeFileSync(path, sql);
    return path;
  });
}

const nouns = [
  'order',
  'customer',
  'invoice',
  'payment',
  'product',
  'shipment',
  'session',
  'ticket',
  'event',
];
const parts = ['line', 'note', 'tag', 'address', 'rule', 'batch', 'entry', 'state'];

function newTable(tables: Table[], at: number): Migration {
  const name = `${pick(nouns, at)}_${pick(parts, at / 3)}_${at}`;
  const parent = tables.length === 0 ? null : pick(tables, at * 7);
  const reference =
    parent === null ? '' : `\n  ${parent.name}_id bigint NOT NULL REFERENCES ${parent.name} (id),`;
  tables.push({ name, columns: ['status', 'amount'] });
  return {
    name: `create_${name}`,
    sql: `CREATE TABLE IF NOT EXISTS ${name} (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,${reference}
  status varchar(32) NOT NULL DEFAULT 'new',
  amount numeric(12, 2) NOT NULL DEFAULT 0,
  payload jsonb,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamp
);
${parent === null ? '' : `CREATE INDEX ${name}_parent_idx ON ${name} (${parent.name}_id);\n`}COMMENT ON TABLE ${name} IS 'What the ${name} job reads';
`,
  };
}

interface Migration {
  readonly name: string;
  readonly sql: string;
}

function change(tables: Table[], at: number): Migration {
  const table = pick(tables, at * 13);
  const made = `field_${at}`;
  const old = table.columns.at(-1) ?? 'status';
  switch (at % 11) {
    case 0:
    case 1:
    case 2:
      table.columns.push(made);
      return {
        name: `add_${made}`,
        sql: `BEGIN;\nALTER TABLE ${table.name} ADD COLUMN ${made} text;\nALTER TABLE ${table.name} ADD COLUMN ${made}_at timestamptz DEFAULT now();\nCOMMIT;\n`,
      };
    case 3:
      return {
        name: `index_${table.name}`,
        sql: `CREATE INDEX ${table.name}_${at}_idx ON ${table.name} (status, created_at);\n`,
      };
    case 4:
      return {
        name: `index_quietly_${table.name}`,
        sql: `CREATE INDEX CONCURRENTLY IF NOT EXISTS ${table.name}_${at}_idx ON ${table.name} (${old});\n`,
      };
    case 5:
      return {
        name: `check_${table.name}`,
        sql: `ALTER TABLE ${table.name} ADD CONSTRAINT ${table.name}_${at}_check CHECK (amount >= 0) NOT VALID;\nALTER TABLE ${table.name} VALIDATE CONSTRAINT ${table.name}_${at}_check;\n`,
      };
    case 6:
      return {
        name: `require_${old}`,
        sql: `UPDATE ${table.name} SET ${old} = ${old} WHERE ${old} IS NULL;\nALTER TABLE ${table.name} ALTER COLUMN ${old} SET NOT NULL;\n`,
      };
    case 7:
      return {
        name: `widen_${table.name}`,
        sql: `ALTER TABLE ${table.name} ALTER COLUMN amount TYPE numeric(14, 4), ALTER COLUMN status TYPE text;\n`,
      };
    case 8:
      return {
        name: `function_${at}`,
        sql: `CREATE OR REPLACE FUNCTION touch_${table.name}() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN\n  NEW.updated_at := now();\n  RETURN NEW;\nEND;\n$$;\nCREATE TRIGGER touch_${at} BEFORE UPDATE ON ${table.name} FOR EACH ROW EXECUTE FUNCTION touch_${table.name}();\n`,
      };
    case 9:
      return {
        name: `drop_${old}`,
        sql: `ALTER TABLE ${table.name} DROP COLUMN IF EXISTS ${table.columns.length > 2 ? table.columns.pop() : 'payload'};\n`,
      };
    default:
      return {
        name: `report_${at}`,
        sql: `CREATE OR REPLACE VIEW report_${at} AS\nSELECT status, count(*) AS total, sum(amount) AS amount\nFROM ${table.name}\nWHERE created_at > now() - interval '30 days'\nGROUP BY status;\n`,
      };
  }
}

function pick<T>(from: readonly T[], at: number): T {
  const found = from[Math.floor(at) % from.length];
  if (found === undefined) throw new RangeError('nothing to pick from');
  return found;
}
