import { baseName, folderOf, inFolder, nearestAbove } from '../file-name.ts';
import type { MigrationFramework } from '../migration.ts';
import { laterVersion } from '../numbering.ts';
import { filesAbove } from '../pair-folder.ts';
import { wholeFile } from '../sections.ts';

/** `V1__name.sql`, and `U1__name.sql`, which may come later than its number. */
const fileName = /^([VU])(\d+(?:\.\d+)?)__(\w+)\.sql$/;

const refinery: MigrationFramework = {
  id: 'refinery',
  title: 'refinery',
  sources: [
    'https://docs.rs/refinery/latest/refinery/',
    'https://docs.rs/refinery/latest/refinery/struct.Runner.html#method.set_grouped',
  ],
  specificity: 45,
  marker: null,
  // Flyway names its files the same way.
  signs: ['Cargo.toml'],
  claim(paths, signs) {
    const crates = signs.filter((path) => baseName(path) === 'Cargo.toml');
    return paths.filter((path) => fileName.test(baseName(path)) && nearestAbove(path, crates) !== null);
  },
  settingsOf: (path) => filesAbove(path, 'Cargo.toml'),
  read(path, text, settings) {
    if (
      !refinery.settingsOf(path).some((file) => /^\s*(?:\[.*\.)?refinery\b/m.test(settings.get(file) ?? ''))
    )
      return null;
    const [, , version = '', name = ''] = fileName.exec(baseName(path)) ?? [];
    return {
      framework: 'refinery',
      path,
      folder: folderOf(path),
      version,
      name,
      sections: wholeFile(text, 'up'),
      transaction: { mode: 'wrapped', because: 'refinery runs each migration in one transaction' },
      repeatable: false,
      batches: [{ start: 0, end: text.length }],
    };
  },
  followUp(migration, offset, name, sql, transaction) {
    const file = `V${laterVersion(migration.version, offset)}__${name}.sql`;
    const note = transaction ? '' : '-- Cannot run in refinery’s transaction: run it by hand before\n';
    return { path: inFolder(folderOf(migration.path), file), text: `${note}${sql}\n` };
  },
  withoutTransaction: null,
  leaveTransaction: () => null,
  examples: [
    {
      path: 'migrations/V3__add_email.sql',
      text: 'ALTER TABLE users ADD COLUMN email text;\n',
      siblings: ['Cargo.toml'],
      settings: { 'Cargo.toml': '[dependencies]\nrefinery = { version = "0.8", features = ["postgres"] }\n' },
      expect: {
        version: '3',
        name: 'add_email',
        mode: 'wrapped',
        up: 'ALTER TABLE users ADD COLUMN email text;',
      },
    },
    {
      path: 'db/migrations/U4__late.sql',
      text: 'SELECT 1;\n',
      siblings: ['db/Cargo.toml'],
      settings: { 'db/Cargo.toml': '[dependencies]\nrefinery = "0.8"\n' },
      expect: { version: '4', name: 'late', mode: 'wrapped', up: 'SELECT 1;' },
    },
  ],
};

export default refinery;
