import { endpointFiles, mayHoldRoutes } from '../api/endpoint-files.ts';
import { repositorySettingsPath } from '../config/repository-settings.ts';
import { findMigrations, mayBeMigration, settingsPathsOf } from '../migrations/find-migrations.ts';
import { dumpPaths } from './base-schema.ts';
import { projectFilesAbove } from './project-signs.ts';

/** Source files that are read to follow prefixes and inherited checks, nearest to the change first. */
export const maximumSourceFiles = 2_000;

/**
 * The files of one side that an analysis is going to read, by path alone, so that a partial clone can get them in one
 * fetch. What is missing here is fetched when it is read: this saves round trips, it decides nothing.
 */
export function wantedPaths(paths: readonly string[], changed: readonly string[]): string[] {
  const wanted = new Set([...changed, repositorySettingsPath]);
  const migrations = changed.some(mayBeMigration) ? findMigrations(paths) : new Map<string, string>();
  // YAML and JSON are migrations of a few projects, and files of nearly all.
  if (changed.some((path) => /\.sql$/i.test(path) || migrations.has(path))) {
    for (const [path, framework] of migrations) {
      wanted.add(path);
      for (const settings of settingsPathsOf(framework, path)) wanted.add(settings);
    }
    for (const path of dumpPaths(paths)) wanted.add(path);
    for (const path of projectFilesAbove(paths, [...migrations.keys(), ...changed])) wanted.add(path);
  }
  if (changed.some(mayHoldRoutes))
    for (const path of endpointFiles(paths, changed, maximumSourceFiles)) wanted.add(path);
  return paths.filter((path) => wanted.has(path));
}
