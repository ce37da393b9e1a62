import { argument, attributeOf, listOf, textOf, wordOf } from './attributes.ts';
import type { PrismaField, PrismaModel } from './read-schema.ts';

/** A foreign key, by the fields' names. */
export interface ForeignKey {
  readonly fields: readonly string[];
  readonly references: readonly string[];
  readonly model: string;
  readonly onDelete: string;
  readonly onUpdate: string;
  /** null where Prisma names it. */
  readonly name: string | null;
}

/** Two lists that point at each other: a table of its own, whose `A` is the model first in the alphabet. */
export interface Link {
  readonly name: string;
  readonly a: PrismaModel;
  readonly b: PrismaModel;
}

const actions: Readonly<Record<string, string>> = {
  Cascade: 'CASCADE',
  Restrict: 'RESTRICT',
  NoAction: 'NO ACTION',
  SetNull: 'SET NULL',
  SetDefault: 'SET DEFAULT',
};

/**
 * The foreign key of a relation field, null for the side without one.
 *
 * Source: https://www.prisma.io/docs/orm/prisma-schema/data-model/relations/referential-actions
 */
export function foreignKeyOf(model: PrismaModel, field: PrismaField): ForeignKey | null {
  const relation = attributeOf(field, 'relation');
  const fields = listOf(argument(relation, 'fields')).flatMap((each) => wordOf(each) ?? []);
  if (fields.length === 0) return null;
  const isRequired =
    field.arity === 'required' ||
    model.fields.some(({ name, arity }) => fields.includes(name) && arity === 'required');
  const action = (name: string, otherwise: string): string =>
    actions[wordOf(argument(relation, name)) ?? otherwise] ?? 'NO ACTION';
  return {
    fields,
    references: listOf(argument(relation, 'references')).flatMap((each) => wordOf(each) ?? []),
    model: field.type,
    onDelete: action('onDelete', isRequired ? 'Restrict' : 'SetNull'),
    onUpdate: action('onUpdate', 'Cascade'),
    name: textOf(argument(relation, 'map')),
  };
}

/** The tables that Prisma makes for lists on both sides, each once. */
export function linksOf(models: readonly PrismaModel[]): readonly Link[] {
  const byName = new Map(models.map((model) => [model.name, model]));
  const links = new Map<string, Link>();
  for (const model of models)
    for (const field of model.fields) {
      const other = byName.get(field.type);
      if (field.arity !== 'list' || other === undefined) continue;
      const named = relationName(field);
      const back = other.fields.some(
        (each) =>
          each !== field && each.arity === 'list' && each.type === model.name && relationName(each) === named,
      );
      if (!back) continue;
      const [a, b] = model.name < other.name ? [model, other] : [other, model];
      const name = `_${named ?? `${a.name}To${b.name}`}`;
      links.set(`${a.name} ${b.name} ${name}`, { name, a, b });
    }
  return [...links.values()];
}

function relationName(field: PrismaField): string | null {
  return textOf(argument(attributeOf(field, 'relation'), 'name', { byPlace: true }));
}
