import { expect, test } from 'vitest';
import { defaultRepositorySettings } from '../config/repository-settings.ts';
import { readRuleSettings } from './rule-settings-of.ts';

const read = (rules: (typeof defaultRepositorySettings)['rules']) =>
  readRuleSettings({ ...defaultRepositorySettings, rules });

test('a policy without what it is to look for is told, not silently without effect', () => {
  const { settings, problems } = read({ 'protected-table': 'blocker', 'naming-convention': {} });
  expect(problems).toEqual([
    '`rules.protected-table` is not in force: it needs `tables`',
    '`rules.naming-convention` is not in force: it needs a pattern for a kind of name, as `table`',
  ]);
  expect([...settings.rules.keys()]).toEqual([]);
});

test('a policy that is told, one with values of its own, and one that is off are in force', () => {
  const { settings, problems } = read({
    'protected-table': { severity: 'warning', tables: ['ledger'] },
    'missing-session-setting': 'warning',
    'required-columns-missing': 'off',
  });
  expect(problems).toEqual([]);
  expect([...settings.rules]).toEqual([
    ['protected-table', { severity: 'warning', options: { tables: ['ledger'] } }],
    ['missing-session-setting', { severity: 'warning', options: { settings: ['statement_timeout'] } }],
    ['required-columns-missing', { severity: 'off', options: undefined }],
  ]);
});

test('a rule or value that is not there is told', () => {
  expect(read({ 'no-such-rule': 'off', 'drop-table': { tables: [] } }).problems).toEqual([
    '`rules.no-such-rule` is not in force: there is no such rule',
    '`rules.drop-table` is not in force: the rule has no settings of its own',
  ]);
});
