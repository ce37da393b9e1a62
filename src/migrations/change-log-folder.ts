import { baseName, folderOf } from './file-name.ts';

/** Files that lead Liquibase to the others. */
export const changeLogSigns = ['xml', 'yaml', 'yml', 'json', 'sql'].flatMap((extension) => [
  `db.changelog-master.${extension}`,
  `db.changelog.${extension}`,
  `changelog-master.${extension}`,
  `changelog.${extension}`,
  `master.${extension}`,
]);

const named = /^(?:.*\/)?[\w.-]*(?:change-?logs?|liquibase)[\w.-]*(?=\/|$)/i;

/** A change log is read with all its subfolders: the history hangs at the folder named for it, where there is one. */
export function changeLogFolder(path: string): string {
  const folder = folderOf(path);
  return named.exec(folder)?.[0] ?? folder;
}

/** The paths that lie in a folder of such a leading file, or below. Of `master.xml` there may be others: its folder must be named. */
export function belowChangeLog(paths: readonly string[], signs: readonly string[]): readonly string[] {
  const roots = [
    ...new Set(
      signs
        .filter((path) => changeLogSigns.includes(baseName(path)))
        .filter((path) => !/^(?:master|changelog)\./.test(baseName(path)) || named.test(folderOf(path)))
        .map(folderOf),
    ),
  ].filter((root) => root !== '');
  return paths.filter((path) => roots.some((root) => path.startsWith(`${root}/`)));
}

const inChangeLog = /(?:^|\/)[\w.-]*(?:change-?logs?|liquibase)[\w.-]*\//i;
const ownName = /(?:^|\/)[\w.-]*(?:change-?log|liquibase)[\w.-]*$/i;

/** The paths that are change logs by a folder or a name of their own, or by a file that leads to them. */
export function claimChangeLogs(paths: readonly string[], signs: readonly string[]): readonly string[] {
  const led = new Set(belowChangeLog(paths, signs));
  return paths.filter((path) => led.has(path) || inChangeLog.test(path) || ownName.test(path));
}
