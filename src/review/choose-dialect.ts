import type { RepositorySettings } from '../config/repository-settings.ts';
import type { DetectedDialect } from '../sql/detect-dialect.ts';
import type { Dialect } from '../sql/dialect.ts';

/** The dialect in which files are read, whether the project tells it, or why they are not read. */
export type ChosenDialect =
  | { readonly dialect: Dialect; readonly known: boolean }
  | { readonly problem: string };

/** What the settings say, else what was detected; PostgreSQL where nothing tells. */
export function chooseDialect(detected: DetectedDialect, settings: RepositorySettings): ChosenDialect {
  if (settings.dialect !== undefined) return { dialect: settings.dialect, known: true };
  const { dialect, because } = detected;
  if (dialect === 'other') return { problem: `This database’s SQL is not analysed (${because})` };
  return { dialect: dialect ?? 'postgres', known: dialect !== null };
}
