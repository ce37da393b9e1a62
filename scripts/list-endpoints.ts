import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { argv, exit, stderr, stdout } from 'node:process';
import { isReadForRoutes } from '../src/api/endpoint-files.ts';
import { findEndpoints } from '../src/api/find-endpoints.ts';
import { shownEndpoint } from '../src/api/shown-endpoints.ts';

// `node scripts/list-endpoints.ts FOLDER`: the endpoints of a source tree on disk, a line each with its framework and place.
const folder = argv[2];
if (folder === undefined || !statSync(folder).isDirectory()) {
  stderr.write('which folder?\n');
  exit(2);
}
// A glob would leave out folders such as `.well-known`.
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((path) => isReadForRoutes(path) && statSync(join(folder, path)).isFile())
  .map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }));
const unread: string[] = [];
const endpoints = findEndpoints(files, 'head', {
  watch: { begin: () => {}, unread: (path) => unread.push(path) },
});
for (const endpoint of endpoints)
  stdout.write(
    `${shownEndpoint(endpoint)}\t${endpoint.framework}\t${endpoint.span.path}:${endpoint.span.startLine}\n`,
  );
for (const path of unread) stderr.write(`not read: ${path}\n`);
