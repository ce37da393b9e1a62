import type { Dialect } from '../../sql/dialect.ts';
import type { ObjectName } from '../../sql/object-name.ts';
import { mappedName, textOf } from './attributes.ts';
import { providerOf } from './provider.ts';
import type { PrismaSchema } from './read-schema.ts';
import { linksOf } from './relations.ts';
import { type ColumnContext, enumName, literal } from './render-columns.ts';
import { renderLink } from './render-link.ts';
import { renderModel, type TableSql } from './render-model.ts';

/** The DDL of a Prisma schema. */
export interface RenderedSchema {
  readonly sql: string;
  /** Tables of which the schema does not tell all: what is not in the DDL may still be there. */
  readonly unsure: readonly ObjectName[];
  /** False where queries may read what is no table of it. */
  readonly complete: boolean;
}

/**
 * What Prisma Migrate would write to make the schema from nothing. null for a provider of another dialect, several
 * providers, or one that is not known.
 */
export function renderPrismaSchema(schema: PrismaSchema, dialect: Dialect): RenderedSchema | null {
  const provider = providerOf(schema);
  if (provider?.dialects.includes(dialect) !== true) return null;
  const context = {
    provider,
    enums: new Map(schema.enums.map((each) => [each.name, each])),
    models: new Map(schema.models.map((each) => [each.name, each])),
    views: schema.views,
    hasForeignKeys: hasForeignKeys(schema),
  };
  const tables: TableSql[] = [
    ...schema.models.map((model) => renderModel(model, context)),
    ...linksOf(schema.models).map((link) => renderLink(link, context)),
  ];
  return {
    sql: [
      ...enumsSql(schema, context),
      ...tables.map(({ create }) => create),
      ...tables.flatMap(({ indexes }) => indexes),
      ...tables.flatMap(({ foreignKeys }) => foreignKeys),
    ].join('\n\n'),
    unsure: tables.flatMap(({ name, complete }) => (complete ? [] : [name])),
    complete: schema.views.size === 0,
  };
}

/** With `relationMode = "prisma"` the client keeps the relations, the database does not know them. */
function hasForeignKeys({ datasource }: PrismaSchema): boolean {
  const mode = textOf(datasource.get('relationMode')) ?? textOf(datasource.get('referentialIntegrity'));
  return mode !== 'prisma';
}

/** Only PostgreSQL has enums of their own. */
function enumsSql({ enums }: PrismaSchema, { provider }: ColumnContext): string[] {
  if (!provider.dialects.includes('postgres')) return [];
  return enums.map((each) => {
    const values = each.values.map((value) => literal(mappedName(value), provider));
    return `CREATE TYPE ${enumName(each, provider)} AS ENUM (${values.join(', ')});`;
  });
}
