import type { ChangeElement } from './change-element.ts';
import { readChangeLog } from './change-log.ts';
import { changeLogFolder } from './change-log-folder.ts';
import { baseName, folderOf, inFolder } from './file-name.ts';
import type { Migration, TransactionModel } from './migration.ts';
import { laterVersion } from './numbering.ts';

const numbered = /^\D*?(\d+(?:[._-]\d+)*)(?:[-_. ]+(.*))?$/;

/**
 * A change log as a migration.
 * @param root its element `databaseChangeLog`, null where the file has none
 * @param outside the words that take a change set out of its transaction
 */
export function changeLogFile(
  framework: string,
  path: string,
  text: string,
  root: ChangeElement | null,
  outside: string,
): Migration | null {
  if (root === null) return null;
  const log = readChangeLog(text, root, `the change set says \`${outside}\``);
  const stem = baseName(path).replace(/\.\w+$/, '');
  const [, version = '', name] = numbered.exec(stem) ?? [];
  const models = log.sections.flatMap(({ transaction }) => transaction ?? []);
  return {
    framework,
    path,
    folder: changeLogFolder(path),
    version,
    name: name ?? stem,
    sections: log.sections,
    transaction: transactionOf(models, outside),
    repeatable: false,
    batches: [],
    asSent: log.asSent,
    synthesized: log.synthesized,
    runs: log.runs,
    parameters: log.parameters,
  };
}

/** The path of a change log `offset` places behind this one. */
export function laterChangeLog({ path, version }: Migration, offset: number, name: string): string {
  const separator = /\d([-_. ]+)\D/.exec(baseName(path).replace(/\.\w+$/, ''))?.[1] ?? '-';
  const extension = /\.\w+$/.exec(path)?.[0] ?? '';
  return inFolder(folderOf(path), `${laterVersion(version, offset)}${separator}${name}${extension}`);
}

function transactionOf(models: readonly TransactionModel[], outside: string): TransactionModel {
  const [first = { mode: 'wrapped', because: 'Liquibase runs each change set in one transaction' }] = models;
  return models.every(({ mode }) => mode === first.mode)
    ? first
    : { mode: 'unknown', because: `some of its change sets say \`${outside}\`` };
}
