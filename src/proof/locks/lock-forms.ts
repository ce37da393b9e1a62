import { columnForms } from './forms/columns.ts';
import { constraintForms } from './forms/constraints.ts';
import { dataForms } from './forms/data.ts';
import { indexForms } from './forms/indexes.ts';
import { objectForms } from './forms/objects.ts';
import { tableForms } from './forms/tables.ts';
import type { LockForm } from './lock-form.ts';

/** All forms, in the order in which they are shown. */
export const lockForms: readonly { readonly heading: string; readonly forms: readonly LockForm[] }[] = [
  { heading: 'Columns', forms: columnForms },
  { heading: 'Constraints', forms: constraintForms },
  { heading: 'Indexes', forms: indexForms },
  { heading: 'Tables and partitions', forms: tableForms },
  { heading: 'Views, types, triggers and other objects', forms: objectForms },
  { heading: 'Rows and maintenance', forms: dataForms },
];
