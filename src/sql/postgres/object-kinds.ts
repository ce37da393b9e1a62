import type { ObjectType } from 'libpg-query';
import type { ObjectKind } from '../operation.ts';

const kinds: { readonly [T in ObjectType]?: ObjectKind } = {
  OBJECT_AGGREGATE: 'function',
  OBJECT_DATABASE: 'database',
  OBJECT_DOMAIN: 'domain',
  OBJECT_DOMCONSTRAINT: 'domain',
  OBJECT_EXTENSION: 'extension',
  OBJECT_FUNCTION: 'function',
  OBJECT_MATVIEW: 'materialized-view',
  OBJECT_POLICY: 'policy',
  OBJECT_PROCEDURE: 'function',
  OBJECT_PUBLICATION: 'publication',
  OBJECT_ROLE: 'role',
  OBJECT_ROUTINE: 'function',
  OBJECT_RULE: 'rule',
  OBJECT_SCHEMA: 'schema',
  OBJECT_SEQUENCE: 'sequence',
  OBJECT_STATISTIC_EXT: 'statistics',
  OBJECT_SUBSCRIPTION: 'subscription',
  OBJECT_TRIGGER: 'trigger',
  OBJECT_TYPE: 'type',
  OBJECT_ATTRIBUTE: 'type',
  OBJECT_VIEW: 'view',
};

export function objectKind(type: ObjectType | undefined): ObjectKind {
  return (type === undefined ? undefined : kinds[type]) ?? 'other';
}
