import { expect, test } from 'vitest';
import { codeText } from './code-text.ts';
import { createParser } from './parse.ts';

test('comments and texts become spaces, and everything else stays where it is', async () => {
  const text = `SELECT 'a OR b', "Name" /* OR */ FROM t -- OR
    WHERE x = $$OR$$`;
  const [statement] = (await createParser('postgres')).parse(text);
  if (statement === undefined) throw new Error('nothing was parsed');
  const code = codeText(statement);
  expect(code.length).toBe(statement.text.length);
  expect(code).not.toContain('OR');
  expect(code.indexOf('"Name"')).toBe(text.indexOf('"Name"'));
  expect(code.indexOf('WHERE')).toBe(text.indexOf('WHERE'));
});

test('a text in double quotes of MySQL is one', async () => {
  const [statement] = (await createParser('mysql')).parse('SELECT `a b`, "OR" FROM t # OR');
  if (statement === undefined) throw new Error('nothing was parsed');
  expect(codeText(statement)).toBe('SELECT `a b`, "  " FROM t');
});
