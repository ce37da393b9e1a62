import { baseName, folderOf, inFolder } from '../file-name.ts';
import type { MigrationFramework } from '../migration.ts';
import { laterVersion } from '../numbering.ts';
import { wholeFile } from '../sections.ts';

/** The comment that `sqlmigrate` writes before each operation: `--`, what it does, `--`. */
const operation =
  /^--\r?\n-- (?:(?:Create|Delete|Rename) model |(?:Add|Remove|Alter|Rename) (?:field|index|constraint) |Create (?:index|constraint) |Alter (?:unique_together|index_together|order_with_respect_to) |Rename table for |Concurrently (?:create|remove) (?:index|constraint) |Raw (?:SQL|Python) operation|Custom state\/database change combination)[^\n]*\r?\n--\r?$/m;

const djangoSql: MigrationFramework = {
  id: 'django-sql',
  title: 'Django, the output of sqlmigrate',
  sources: [
    'https://docs.djangoproject.com/en/stable/ref/django-admin/#sqlmigrate',
    'https://docs.djangoproject.com/en/stable/howto/writing-migrations/#non-atomic-migrations',
  ],
  specificity: 30,
  marker: operation,
  signs: [],
  claim: () => [],
  settingsOf: () => [],
  read(path, text) {
    const [, version = '', name = ''] = /^([\d.]*)[-_ ]*(.*)\.sql$/i.exec(baseName(path)) ?? [];
    return {
      framework: 'django-sql',
      path,
      folder: folderOf(path),
      version,
      name,
      sections: wholeFile(text, 'up'),
      transaction: {
        mode: 'none',
        because: '`sqlmigrate` writes `BEGIN` for a migration that is atomic, and none stands before it',
      },
      repeatable: false,
      batches: [],
    };
  },
  followUp(migration, offset, name, sql, transaction) {
    const file = `${laterVersion(migration.version, offset)}_${name}.sql`;
    const body = `--\n-- Raw SQL operation\n--\n${sql}\n`;
    return {
      path: inFolder(folderOf(migration.path), file),
      text: transaction ? `BEGIN;\n${body}COMMIT;\n` : body,
    };
  },
  withoutTransaction: '`atomic = False` in the class `Migration`, the Python file beside it',
  leaveTransaction: () => null,
  examples: [
    {
      path: 'app/sql/0002_author_email.sql',
      text: 'BEGIN;\n--\n-- Add field email to author\n--\nALTER TABLE "app_author" ADD COLUMN "email" varchar(254) NULL;\nCOMMIT;\n',
      expect: {
        version: '0002',
        name: 'author_email',
        mode: 'none',
        up: 'BEGIN;\n--\n-- Add field email to author\n--\nALTER TABLE "app_author" ADD COLUMN "email" varchar(254) NULL;\nCOMMIT;',
      },
    },
    {
      path: 'app/sql/0003_idx.sql',
      text: '--\n-- Concurrently create index author_email_idx on field(s) email of model author\n--\nCREATE INDEX CONCURRENTLY "author_email_idx" ON "app_author" ("email");\n',
      expect: {
        version: '0003',
        name: 'idx',
        mode: 'none',
        up: '--\n-- Concurrently create index author_email_idx on field(s) email of model author\n--\nCREATE INDEX CONCURRENTLY "author_email_idx" ON "app_author" ("email");',
      },
    },
  ],
};

export default djangoSql;
