import { changeLogs } from './change-logs.ts';
import { codeLaws } from './code.ts';
import { codeRuleLaws } from './code-rules.ts';
import { commands } from './commands.ts';
import { declaredSchemas } from './declared-schemas.ts';
import { markers } from './markers.ts';
import { patches } from './patches.ts';
import type { FuzzProperty } from './property.ts';
import { reports } from './reports.ts';
import { reviews } from './reviews.ts';
import { statements } from './statements.ts';
import { texts } from './texts.ts';
import { webhooks } from './webhooks.ts';
import { words } from './words.ts';

/** Every law that hostile input is tried against. */
export const properties: readonly FuzzProperty[] = [
  ...webhooks,
  ...patches,
  ...texts,
  ...statements,
  ...changeLogs,
  ...declaredSchemas,
  ...markers,
  ...commands,
  ...codeLaws,
  ...codeRuleLaws,
  ...words,
  ...reports,
  ...reviews,
];
