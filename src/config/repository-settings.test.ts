import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultRepositorySettings, readRepositorySettings } from './repository-settings.ts';

describe('readRepositorySettings', () => {
  it('has the defaults where there is no file, and where it is empty', () => {
    const defaults = {
      ignore: [],
      rules: {},
      tables: {},
      gate: { warnings: 'success' },
      inline: { limit: 20 },
    };
    expect(defaultRepositorySettings).toEqual(defaults);
    for (const text of [null, '', '# nothing\n', '---\n', '{}'])
      expect(readRepositorySettings(text)).toEqual({ settings: defaults, problem: null });
  });

  it('takes what is set', () => {
    const text =
      'ignore:\n  - "legacy/**"\npostgres_version: 12\nmysql_version: 5.7\nrules:\n  drop-column: off\n  naming-convention: { table: "^[a-z]+$" }\ntables:\n  orders: { rows: 12 }\ngate:\n  warnings: neutral\ninline:\n  limit: 0\n';
    expect(readRepositorySettings(text)).toEqual({
      settings: {
        ignore: ['legacy/**'],
        postgres_version: 12,
        mysql_version: 5.7,
        rules: { 'drop-column': 'off', 'naming-convention': { table: '^[a-z]+$' } },
        tables: { orders: { rows: 12 } },
        gate: { warnings: 'neutral' },
        inline: { limit: 0 },
      },
      problem: null,
    });
  });

  it.each([
    ['postgres_version: new', /`postgres_version`: /],
    ['inline:\n  limit: 31', /`inline\.limit`: /],
    ['gate:\n  warnings: failure', /`gate\.warnings`: /],
    ['ignore: "*"', /`ignore`: /],
    ['ignored: []', /ignored/],
    ['- a list', /expected object/],
    ['a: 1\n---\nb: 2', /more than one YAML document/],
    ['a: [', /line \d+ is not YAML: /],
    ['ignore: []\n  : :', /line 2 is not YAML: /],
    [`# ${'x'.repeat(70_000)}`, /larger than 64 KiB/],
  ])('keeps the defaults and says in one line what is wrong with %j', (text, why) => {
    const { settings, problem } = readRepositorySettings(text);
    expect(settings).toEqual(defaultRepositorySettings);
    expect(problem).toMatch(/^\.github\/backend-engineer\.yml is not in force, the defaults are: [^\n]+$/);
    expect(problem).toMatch(why);
  });

  it('never throws, whatever the file holds', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { settings, problem } = readRepositorySettings(text);
        expect(problem === null || settings === defaultRepositorySettings).toBe(true);
      }),
    );
  });
});
