import { expect, it } from 'vitest';
import { indexModules } from './module-index.ts';

const index = indexModules([
  'backend/src/app/__init__.py',
  'backend/src/app/api/users.py',
  'backend/src/app/api/v1/__init__.py',
  'other/app/api/users.py',
  'other/main.py',
  'lib/flask/__init__.py',
  'lib/tools/names.py',
]);

it.each([
  [
    'an absolute name, below the folder that both begin in',
    'backend/src/app/main.py',
    'app.api.users',
    'backend/src/app/api/users.py',
  ],
  ['the same name of another program', 'other/main.py', 'app.api.users', 'other/app/api/users.py'],
  ['a sibling', 'backend/src/app/api/orders.py', '.users', 'backend/src/app/api/users.py'],
  ['a package above', 'backend/src/app/api/v1/x.py', '..users', 'backend/src/app/api/users.py'],
  ['a package itself', 'backend/src/app/main.py', 'app.api.v1', 'backend/src/app/api/v1/__init__.py'],
  ['its own package', 'backend/src/app/main.py', '.', 'backend/src/app/__init__.py'],
  ['a unique name from elsewhere', 'other/main.py', 'tools.names', 'lib/tools/names.py'],
])('finds %s', (_, from, name, path) => {
  expect(index.find(from, name)?.path).toBe(path);
});

it.each([
  ['a library that a folder shares its name with', 'lib/x.py', 'flask'],
  ['what is not there', 'other/main.py', 'app.api.nothing'],
  ['a relative name that leads out of the repository', 'other/main.py', '....x'],
  ['a single word of another program', 'backend/src/app/main.py', 'names'],
])('does not find %s', (_, from, name) => {
  expect(index.find(from, name)).toBeNull();
});

it('knows a folder without __init__.py, for what is imported from it', () => {
  expect(index.find('other/main.py', 'app.api')).toEqual({ folder: 'other/app/api', path: null });
});
