import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createExampleRepository } from '../src/sandbox/example-repository.ts';

/**
 * Makes a repository of 5,000 files whose branch `change` differs from `main` in 100 of them.
 * @param into an empty or missing folder
 * @returns the folder of the repository
 */
export async function createLargeRepository(into: string): Promise<string> {
  const [base, head] = [join(into, 'base'), join(into, 'head')];
  writeFiles(base, false);
  writeFiles(head, true);
  const { directory } = await createExampleRepository({ base, head, into: join(into, 'repository') });
  // A repository that people work with is packed; 5,000 loose objects are a matter of the file system.
  execFileSync('git', ['-C', directory, 'repack', '-adq']);
  return directory;
}

/** 5,000 files: 200 migrations, 1,800 route files, 3,000 others. The head changes 60 routes, 30 others, adds 10 migrations. */
function writeFiles(folder: string, changed: boolean): void {
  const put = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (let i = 1; i <= (changed ? 210 : 200); i++)
    put(`migrations/${String(i).padStart(4, '0')}_table.sql`, migration(i));
  for (let i = 0; i < 1800; i++) put(`src/routes/area${i % 60}/route${i}.ts`, route(i, changed && i < 60));
  for (let i = 0; i < 3000; i++)
    put(
      `src/lib/part${i % 100}/file${i}.ts`,
      `export const value${i} = ${changed && i < 30 ? i + 1 : i};\n`.repeat(20),
    );
}

function migration(i: number): string {
  const up =
    i <= 200
      ? `CREATE TABLE table_${i} (id bigint PRIMARY KEY, name text, created_at timestamptz NOT NULL DEFAULT now());`
      : `ALTER TABLE table_${i - 200} ADD COLUMN note text;\nCREATE INDEX table_${i}_idx ON table_${i - 200} (name);`;
  return `-- +goose Up\n${up}\n\n-- +goose Down\nSELECT 1;\n`;
}

function route(i: number, changed: boolean): string {
  return `import { Router } from 'express';
import { requireAuth } from '../../auth.ts';

export const router${i} = Router();
router${i}.use(requireAuth);

router${i}.get('/items${i}', async (request, response) => {
  response.json({ item: ${i} });
});
${changed ? `\nrouter${i}.post('/items${i}', async (request, response) => {\n  response.status(201).json({});\n});\n` : ''}`;
}
