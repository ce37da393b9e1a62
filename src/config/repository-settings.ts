import { loadAll, YAMLException } from 'js-yaml';
import { z } from 'zod';

/** Where a repository keeps its settings. Read from the base branch, never from the pull request. */
export const repositorySettingsPath = '.github/backend-engineer.yml';

const severity = z.enum(['blocker', 'warning', 'advice', 'off']);

const repositorySettingsSchema = z.strictObject({
  /** Globs of files that are left out of the review (they are in the coverage as ignored). */
  ignore: z.array(z.string().min(1).max(500)).max(200).default([]),
  /** The database of the repository's SQL, where its files do not tell it. */
  dialect: z.enum(['postgres', 'mysql', 'mariadb', 'sqlite', 'mssql']).optional(),
  /** The PostgreSQL that production runs: locks and rewrites differ. Without it the project's files tell, else 16 counts. */
  postgres_version: z.int().min(9).max(99).optional(),
  /** The MySQL or MariaDB that production runs, major and minor: 5.7, 8.4. Without it the project's files tell, else 8.0 counts. */
  mysql_version: z.number().min(5).max(99).optional(),
  /** By rule: a severity or `off`, or an object with the rule's own settings and perhaps a `severity`. */
  rules: z
    .record(z.string().max(100), z.union([severity, z.looseObject({ severity: severity.optional() })]))
    .default({}),
  /** How big tables are in production, by name. Without it every table of the base branch counts as large. */
  tables: z
    .record(
      z.string().min(1).max(200),
      z.strictObject({
        rows: z.number().min(0).optional(),
        bytes: z.number().min(0).optional(),
        writes_per_second: z.number().min(0).optional(),
      }),
    )
    .default({}),
  gate: z
    .strictObject({
      /** Conclusion of the check run where there are warnings but no blockers. */
      warnings: z.enum(['success', 'neutral']).default('success'),
    })
    .prefault({}),
  inline: z
    .strictObject({
      /** Comments in one review, most severe first; the rest is in the report. */
      limit: z.int().min(0).max(30).default(20),
    })
    .prefault({}),
});

export type RepositorySettings = z.infer<typeof repositorySettingsSchema>;

export const defaultRepositorySettings: RepositorySettings = repositorySettingsSchema.parse({});

/** What is in force, and what was wrong with the file (then the defaults are in force), one line for people. */
export interface ReadRepositorySettings {
  readonly settings: RepositorySettings;
  readonly problem: string | null;
}

const unreadableWords = {
  binary: 'it is binary',
  'too-large': 'it is larger than 64 KiB',
  symlink: 'it is a symbolic link',
  submodule: 'it is a submodule',
} as const;

/** The file as a source tree has it. */
export interface SettingsFile {
  readonly text: string | null;
  readonly unreadable: 'missing' | keyof typeof unreadableWords | null;
}

/**
 * The settings of a repository's file. One that is there and cannot be read is a mistake like any other.
 * @param otherwise the text that counts where there is no such file
 */
export function settingsOfFile(
  file: SettingsFile | undefined,
  otherwise: string | null,
): ReadRepositorySettings {
  if (file === undefined || file.unreadable === 'missing') return readRepositorySettings(otherwise);
  return file.unreadable === null
    ? readRepositorySettings(file.text)
    : refused(unreadableWords[file.unreadable]);
}

/** A settings file of more than 64 KiB is none that a person wrote. */
const maximumLength = 65_536;

/** Reads the file's text; null means there is none. Never throws. */
export function readRepositorySettings(text: string | null): ReadRepositorySettings {
  if (text === null) return { settings: defaultRepositorySettings, problem: null };
  if (text.length > maximumLength) return refused('it is larger than 64 KiB');
  let documents: unknown[];
  try {
    documents = loadAll(text);
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    return refused(`line ${(error.mark?.line ?? 0) + 1} is not YAML: ${error.reason}`);
  }
  if (documents.length > 1) return refused('it holds more than one YAML document');
  // A file of comments holds no document at all.
  const parsed = repositorySettingsSchema.safeParse(documents[0] ?? {});
  if (parsed.success) return { settings: parsed.data, problem: null };
  const issue = parsed.error.issues[0];
  const path = issue?.path.join('.') ?? '';
  return refused(path === '' ? `${issue?.message}` : `\`${path}\`: ${issue?.message}`);
}

function refused(reason: string): ReadRepositorySettings {
  return {
    settings: defaultRepositorySettings,
    problem: `${repositorySettingsPath} is not in force, the defaults are: ${reason}`,
  };
}
