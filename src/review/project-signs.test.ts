import { describe, expect, it } from 'vitest';
import { createMemoryTree } from '../change/memory-tree.ts';
import { postgresVersionOf, projectFilesAbove, readProjectSigns } from './project-signs.ts';

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
    });
    const watched = { skip: {}, onFile: () => {} };
    const signs = await readProjectSigns(tree, ['api/supabase/migrations/1.sql', 'old/1.sql'], watched);
    expect(postgresVersionOf('api/supabase/migrations', signs)).toBe(17);
    expect(postgresVersionOf('old', signs)).toBe(13);
    expect(postgresVersionOf('old', [])).toBeNull();
  });
});
