import { answers } from '../../api/exchange/answers.ts';
import type { SyntaxNode } from '../../code/syntax.ts';
import type { CodeView } from '../../code/view/code-view.ts';
import { allLanguages } from '../../code/view/languages.ts';
import { literalOf } from '../../code/view/options.ts';
import { bad, good } from '../code-examples.ts';
import { defineRule } from '../rule.ts';

/** So many errors have to be alike before one that differs is told. */
const enough = 3;
/** Where clients look for what went wrong. */
const keys = /^(?:errors?|message|msg|detail|error_?message|title|reason)$/i;
const three =
  "res.status(400).json({ error: 'a' });\nres.status(404).json({ error: 'b' });\nres.status(409).json({ error: 'c' });\n";

export default defineRule({
  id: 'error-format-differs',
  about: 'code',
  title: 'Error in another form than its neighbours',
  family: 'api',
  severity: 'advice',
  state: 'stable',
  languages: allLanguages,
  sources: ['https://www.rfc-editor.org/rfc/rfc9457'],
  what: 'Clients that read `{expected}` from the errors of this file find nothing here: this one puts the text into `{own}`.',
  why: 'All {count} other errors of the file have `{expected}`, and a client has one way to show them.',
  fix: 'Answer `{expected}` here as well.',
  examples: {
    bad: [
      bad('another key', 'src/a.js', `${three}res.status(422).json(«{ message: 'd' }»);`, { base: three }),
      bad(
        'Gin',
        'a.go',
        'package a\n\nfunc f(c *gin.Context) {\n\tc.JSON(400, gin.H{"error": "a"})\n\tc.JSON(404, gin.H{"error": "b"})\n\tc.JSON(409, gin.H{"error": "c"})\n\tc.JSON(422, «gin.H{"msg": "d"}»)\n}',
        {
          base: 'package a\n\nfunc f(c *gin.Context) {\n\tc.JSON(400, gin.H{"error": "a"})\n\tc.JSON(404, gin.H{"error": "b"})\n\tc.JSON(409, gin.H{"error": "c"})\n}',
        },
      ),
    ],
    good: [
      good('the same key', 'src/a.js', `${three}res.status(422).json({ error: 'd' });`, three),
      good(
        'the same key and more',
        'src/a.js',
        `${three}res.status(422).json({ error: 'd', message: 'e' });`,
        three,
      ),
      good(
        'the file has no form of its own',
        'src/a.js',
        `${three}res.status(500).json({ message: 'x' });\nres.status(422).json({ message: 'd' });`,
        `${three}res.status(500).json({ message: 'x' });`,
      ),
      good('a form that is not seen', 'src/a.js', `${three}res.status(422).json({ ...problem });`, three),
    ],
  },
  detect({ code, base }) {
    const expected = base === null ? null : sharedKey(base);
    if (expected === null) return [];
    return errorsIn(code).flatMap(({ body, names }) => {
      const own = names.find((name) => keys.test(name));
      if (own === undefined || names.includes(expected.key)) return [];
      return [
        {
          range: body.range,
          object: own,
          data: { own, expected: expected.key, count: String(expected.count) },
        },
      ];
    });
  },
});

/** The key that all errors of a file have. */
function sharedKey(code: CodeView): { key: string; count: number } | null {
  const errors = errorsIn(code);
  const [first] = errors;
  if (first === undefined || errors.length < enough) return null;
  const key = first.names.find(
    (name) => keys.test(name) && errors.every(({ names }) => names.includes(name)),
  );
  return key === undefined ? null : { key, count: errors.length };
}

/** Answers of 4xx and 5xx whose body is written out. */
function errorsIn(code: CodeView): { body: SyntaxNode; names: readonly string[] }[] {
  return code.kept(answers).flatMap(({ body, status }) => {
    const literal = (status ?? 0) >= 400 ? literalOf(body) : null;
    if (literal === null || literal.open || literal.entries.length === 0) return [];
    return [{ body, names: literal.entries.map(({ name }) => name) }];
  });
}
