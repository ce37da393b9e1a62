import { expect, test } from 'vitest';
import { createParser } from './parse.ts';

/** `name` for each parameter that is put in as it is, in quotes where it is a value. */
async function put(body: string, parameters = 'a text, b text, n int'): Promise<string[]> {
  const parser = await createParser('postgres');
  const text = `CREATE FUNCTION f(${parameters}) RETURNS void LANGUAGE plpgsql AS $$ ${body} $$;`;
  return parser
    .parse(text)
    .flatMap(({ operations }) => operations)
    .flatMap((operation) => (operation.kind === 'create-object' ? (operation.unquoted ?? []) : []))
    .map(({ parameter, range, quoted }) => {
      expect(text.slice(range.start, range.end)).toBe(parameter);
      return quoted ? `'${parameter}'` : parameter;
    });
}

test('a value in quotes is told from what stands for a name', async () => {
  expect(await put(`BEGIN EXECUTE 'SELECT ''' || a || ''' FROM ' || b; END`)).toEqual(["'a'", 'b']);
  expect(await put(`BEGIN EXECUTE format('SELECT ''%s'' FROM %s', a, b); END`)).toEqual(["'a'", 'b']);
});

test('a variable that is executed is followed, one that is not is left alone', async () => {
  expect(
    await put(`DECLARE q text; x text; BEGIN q := 'DROP TABLE ' || a; x := 'no ' || b; EXECUTE q; END`),
  ).toEqual(['a']);
});

test('quoting functions, unknown ones, numbers and handed values are silent', async () => {
  expect(
    await put(`BEGIN EXECUTE 'SELECT ' || quote_literal('x' || a) || clean(b) || n USING a, b; END`),
  ).toEqual([]);
  expect(
    await put(`BEGIN EXECUTE format('%I %L %2$s %s', a, b, a); EXECUTE format('100%% %I %s', a, n); END`),
  ).toEqual([]);
});
