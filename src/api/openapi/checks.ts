import { type Check, indexChecks, readCheckTable } from './check-table.ts';
import { messageChecks } from './checks/messages.ts';
import { parameterChecks } from './checks/parameters.ts';
import { pathChecks } from './checks/paths.ts';
import { schemaChecks } from './checks/schemas.ts';
import { valueChecks } from './checks/values.ts';

/**
 * id | level | direction area kind action, what it is about, its word, properties (`!` for without) | message.
 * The first row that fits an edit counts, so special rows stand before general ones. Ids are those of the field's common
 * catalogue; those marked as our own name what it does not.
 */
const allChecks: readonly Check[] = [
  pathChecks,
  parameterChecks,
  messageChecks,
  schemaChecks,
  valueChecks,
].flatMap(readCheckTable);

export const checks = indexChecks(allChecks);

/** Each change that is told apart, once, with its level: that of its first row. */
export const knownChanges: readonly Pick<Check, 'id' | 'level'>[] = [
  ...new Map(allChecks.toReversed().map(({ id, level }) => [id, { id, level }])).values(),
].toReversed();
