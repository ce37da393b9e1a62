// Reads what `npm run -s demo -- --once --json` printed: the report's headings in order, inline comments, and what was run.
import { readFileSync } from 'node:fs';
import process, { argv, stdout } from 'node:process';

const headings = [
  '## Backend Implementation',
  '### API Changes',
  '### Database Changes',
  '### Security Considerations',
  '### Testing',
];

const problems: string[] = [];
const posted: unknown = JSON.parse(readFileSync(argv[2] ?? '/dev/stdin', 'utf8'));
const values = [...everyValue(posted)];
const reports = values.filter((value) => typeof value === 'string' && value.includes(headings[0] ?? ''));
const comments = values.filter(isInlineComment);

if (reports.length === 0) problems.push('no report was posted');
for (const report of reports) {
  const found = String(report)
    .split('\n')
    .filter((line) => /^##+ /.test(line));
  if (found.join('\n') !== headings.join('\n'))
    problems.push(`the report's headings are:\n${found.join('\n')}`);
}
const shown = {
  'a table of locks': /Locks, as they happened.*ACCESS EXCLUSIVE on/s,
  'a row that breaks a migration': /INSERT INTO orders .*then this statement ends with `23502/s,
  'a plan before and after': /its plan\n.*Seq Scan.*its plan with the index\n.*Index Cond/s,
};
const texts = values.filter((value) => typeof value === 'string');
for (const [what, pattern] of Object.entries(shown))
  if (!texts.some((text) => pattern.test(text))) problems.push(`${what} is not shown`);
if (comments.length === 0) problems.push('no inline comment was posted');

stdout.write(`${comments.length} inline comments\n${problems.map((problem) => `${problem}\n`).join('')}`);
process.exitCode = problems.length === 0 ? 0 : 1;

function* everyValue(value: unknown): Generator<unknown> {
  yield value;
  if (typeof value === 'object' && value !== null)
    for (const inner of Object.values(value)) yield* everyValue(inner);
}

function isInlineComment(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { path, line, body } = value as { path?: unknown; line?: unknown; body?: unknown };
  return typeof path === 'string' && typeof line === 'number' && typeof body === 'string';
}
