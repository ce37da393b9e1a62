import { describe, expect, it } from 'vitest';
import { createMemoryTree } from '../change/memory-tree.ts';
import type { Dialect } from '../sql/dialect.ts';
import { projectFilesAbove, readProjectSigns, serverVersionsOf } from './project-signs.ts';

describe('project files', () => {
  it('are those above the SQL, those of the folder of containers too', () => {
    const paths = [
      'package.json',
      'web/package.json',
      'api/package.json',
      'docker/compose.yml',
      'api/src/x.ts',
    ];
    expect(projectFilesAbove(paths, ['api/migrations/1.sql'])).toEqual([
      'package.json',
      'api/package.json',
      'docker/compose.yml',
    ]);
  });

  it('tell the version of the server, what is sure before what is not', async () => {
    const tree = createMemoryTree('head', {
      'compose.yml': 'services:\n  db:\n    image: postgres:13\n  cache:\n    image: redis:7\n',
      'api/supabase/config.toml': '[db]\nmajor_version = 17\n',
      'old/compose.yml': '    image: postgres:latest\n',
      'shop/compose.yml': '    image: mysql:5.7.44\n',
      '.github/workflows/test.yml':
        '    image: mysql:8.4\n    image: mariadb:10.11\n    image: postgres:12\n',
    });
    const watched = { skip: {}, onFile: () => {} };
    const signs = await readProjectSigns(
      tree,
      ['api/supabase/migrations/1.sql', 'old/1.sql', 'shop/1.sql'],
      watched,
    );
    const versions = (folder: string, dialect: Dialect) => serverVersionsOf(folder, signs, dialect);
    expect(versions('api/supabase/migrations', 'postgres')).toEqual({ postgres: 17, mysql: null });
    expect(versions('old', 'postgres')).toEqual({ postgres: 13, mysql: null });
    expect(versions('shop', 'mysql').mysql).toBe(5.7);
    expect(versions('old', 'mysql').mysql).toBe(8.4);
    expect(versions('shop', 'mariadb').mysql).toBe(10.11);
    expect(serverVersionsOf('old', [], 'mysql')).toEqual({ postgres: null, mysql: null });
  });
});
