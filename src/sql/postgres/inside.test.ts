import { expect, test } from 'vitest';
import { createParser } from '../parse.ts';

const parser = await createParser('postgres');

/** The statements inside, as the text has them at their places. */
function inside(text: string): string[] {
  return parser.parse(text).flatMap((statement) =>
    statement.inside.map(({ range, text: own }) => {
      expect(text.slice(range.start, range.end)).toBe(own);
      return own;
    }),
  );
}

test('statements of a DO stand where they stand in the whole text', () => {
  expect(
    inside(`-- ü
      SELECT 1;
      DO $x$
      <<outer>>
      DECLARE n int := 1;
      BEGIN
        IF n > 0 THEN DELETE FROM a WHERE id = n; ELSE TRUNCATE b; END IF;
        FOR n IN SELECT 1 LOOP
          UPDATE c SET d = 'DROP TABLE e;'; -- DROP TABLE f;
        END LOOP;
        EXECUTE 'DROP TABLE g';
        EXECUTE $q$DROP TABLE h$q$;
      END $x$;
      SELECT 2;`),
  ).toEqual([
    'DELETE FROM a WHERE id = n',
    'TRUNCATE b',
    `UPDATE c SET d = 'DROP TABLE e;'`,
    'DROP TABLE g',
    'DROP TABLE h',
  ]);
});

test('what is put together, does not parse, or is of another language is left out', () => {
  expect(inside(`DO $$ BEGIN EXECUTE 'DROP TABLE ' || name; DROP TABLE; DROP TABLE a; END $$;`)).toEqual([
    'DROP TABLE a',
  ]);
  expect(inside('DO LANGUAGE plpython3u $$\nDROP; DROP TABLE a;\n$$;')).toEqual([]);
  expect(inside('CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ DROP TABLE a; $$;')).toEqual([]);
});
