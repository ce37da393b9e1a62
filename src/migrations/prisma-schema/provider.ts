import type { Dialect } from '../../sql/dialect.ts';
import { textOf } from './attributes.ts';
import type { PrismaSchema } from './read-schema.ts';

/** How Prisma Migrate writes for one database. */
export interface Provider {
  readonly dialects: readonly Dialect[];
  readonly longestName: number;
  readonly quote: '"' | '`';
  /** Types of fields without a native type. */
  readonly scalars: Readonly<Record<string, string>>;
  /** Native types whose name is not the type's in capitals. */
  readonly natives: Readonly<Record<string, string>>;
  /** Those that are. */
  readonly plainNatives: readonly string[];
}

const postgresql: Provider = {
  dialects: ['postgres'],
  longestName: 63,
  quote: '"',
  scalars: {
    String: 'TEXT',
    Boolean: 'BOOLEAN',
    Int: 'INTEGER',
    BigInt: 'BIGINT',
    Float: 'DOUBLE PRECISION',
    Decimal: 'DECIMAL(65,30)',
    DateTime: 'TIMESTAMP(3)',
    Json: 'JSONB',
    Bytes: 'BYTEA',
  },
  natives: { DoublePrecision: 'DOUBLE PRECISION' },
  plainNatives: [
    ...['Text', 'VarChar', 'Char', 'Bit', 'VarBit', 'Uuid', 'Xml', 'Inet', 'Citext', 'Boolean', 'Integer'],
    ...['SmallInt', 'Oid', 'BigInt', 'Real', 'Decimal', 'Money', 'Timestamp', 'Timestamptz', 'Date', 'Time'],
    ...['Timetz', 'Json', 'JsonB', 'ByteA'],
  ],
};

const mysql: Provider = {
  dialects: ['mysql', 'mariadb'],
  longestName: 64,
  quote: '`',
  scalars: {
    String: 'VARCHAR(191)',
    Boolean: 'BOOLEAN',
    Int: 'INTEGER',
    BigInt: 'BIGINT',
    Float: 'DOUBLE',
    Decimal: 'DECIMAL(65, 30)',
    DateTime: 'DATETIME(3)',
    Json: 'JSON',
    Bytes: 'LONGBLOB',
  },
  natives: {
    Int: 'INTEGER',
    UnsignedInt: 'INTEGER UNSIGNED',
    UnsignedSmallInt: 'SMALLINT UNSIGNED',
    UnsignedTinyInt: 'TINYINT UNSIGNED',
    UnsignedMediumInt: 'MEDIUMINT UNSIGNED',
    UnsignedBigInt: 'BIGINT UNSIGNED',
  },
  plainNatives: [
    ...['SmallInt', 'TinyInt', 'MediumInt', 'BigInt', 'Decimal', 'Float', 'Double', 'Bit', 'Char', 'VarChar'],
    ...['Binary', 'VarBinary', 'TinyBlob', 'Blob', 'MediumBlob', 'LongBlob', 'TinyText', 'Text'],
    ...['MediumText', 'LongText', 'Date', 'Time', 'DateTime', 'Timestamp', 'Year', 'Json'],
  ],
};

const sqlite: Provider = {
  dialects: ['sqlite'],
  longestName: 10_000,
  quote: '"',
  scalars: {
    String: 'TEXT',
    Boolean: 'BOOLEAN',
    Int: 'INTEGER',
    BigInt: 'BIGINT',
    Float: 'REAL',
    Decimal: 'DECIMAL',
    DateTime: 'DATETIME',
    Json: 'JSONB',
    Bytes: 'BLOB',
  },
  natives: {},
  plainNatives: [],
};

/** By the word in a `datasource`. Others (SQL Server, CockroachDB, MongoDB) are not written. */
const providers: ReadonlyMap<string, Provider> = new Map([
  ['postgresql', postgresql],
  ['postgres', postgresql],
  ['mysql', mysql],
  ['sqlite', sqlite],
]);

/** The provider of a schema, null where there are several or it is not known. */
export function providerOf({ datasource }: PrismaSchema): Provider | null {
  return providers.get(textOf(datasource.get('provider')) ?? '') ?? null;
}
