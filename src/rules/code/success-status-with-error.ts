import { answers } from '../../api/exchange/answers.ts';
import type { SyntaxNode } from '../../code/syntax.ts';
import type { CodeView } from '../../code/view/code-view.ts';
import { allLanguages } from '../../code/view/languages.ts';
import { literalOf } from '../../code/view/options.ts';
import { isString, unwrapped } from '../../code/view/parts.ts';
import { bad, good } from '../code-examples.ts';
import { perFunction } from '../code-flow.ts';
import { defineRule } from '../rule.ts';

/** What sets a status apart from the answer: `res.status(400);`, `res.statusCode = 400`, `reply.code(400);`. */
const setElsewhere =
  /\.(?:status|code)\([\w.]+\)\s*(?:;|\n)|\bstatusCode\s*=|\bstatus\s*=[^=]|set_status|\bc\.status\(|WriteHeader\(/;
const longestFunction = 5_000;

export default defineRule({
  id: 'success-status-with-error',
  about: 'code',
  title: 'Failure answered with 200',
  family: 'api',
  severity: 'warning',
  state: 'stable',
  languages: allLanguages,
  sources: ['https://www.rfc-editor.org/rfc/rfc9110#section-15', 'https://www.rfc-editor.org/rfc/rfc9457'],
  what: 'Callers, caches and monitoring take this failure for a success: the body has `{name}`, the status is 200.',
  why: 'Clients decide by the status whether to read the body as a result, to retry, or to alert.',
  fix: 'Answer 4xx where the caller can mend it, and 5xx where it is the server’s.',
  examples: {
    bad: [
      bad('it says so', 'src/a.ts', "if (!order) return res.status(200).json(«{ error: 'not found' }»);"),
      bad(
        'by default',
        'src/a.js',
        "app.get('/orders', (req, res) => {\n  if (!req.user) return res.json(«{ error: 'sign in first' }»);\n  res.json(orders);\n});",
      ),
      bad(
        'Gin',
        'a.go',
        'package a\n\nfunc f(c *gin.Context) { c.JSON(http.StatusOK, «gin.H{"error": "not found"}») }',
      ),
      bad('Rails', 'app/a.rb', 'render json: «{ error: "not found" }», status: :ok'),
      bad('Flask', 'app/a.py', 'def f():\n    return «{"error": "not found"}», 200'),
    ],
    good: [
      good(
        'a status of its own',
        'src/a.ts',
        "if (!order) return res.status(404).json({ error: 'not found' });",
      ),
      good(
        'set before',
        'src/a.js',
        "app.get('/orders', (req, res) => {\n  res.status(401);\n  return res.json({ error: 'sign in first' });\n});",
      ),
      good('no error this time', 'src/a.ts', 'res.status(200).json({ error: null, data: orders });'),
      good(
        'the errors of a batch beside its results',
        'src/a.ts',
        'res.status(200).json({ results, errors });',
      ),
      good('a status that is not known', 'src/a.ts', "res.status(code).json({ error: 'not found' });"),
    ],
  },
  detect({ code }) {
    const isSetElsewhere = perFunction(
      (around) => around !== null && setElsewhere.test(around.node.text.slice(0, longestFunction)),
    );
    return code.kept(answers).flatMap(({ node, body, status, isDefault }) => {
      if (status !== 200 || (isDefault && isSetElsewhere(code.functionAt(node.range.start)))) return [];
      const name = errorIn(body, code);
      return name === null
        ? []
        : [
            {
              range: body.range,
              object: code.textOf(body).slice(0, 80),
              data: { name },
              ...(isDefault ? { severity: 'advice' as const } : {}),
            },
          ];
    });
  },
});

/** A body that says what went wrong, and nothing else: `{ error: 'not found' }`. */
function errorIn(body: SyntaxNode, code: CodeView): string | null {
  const literal = literalOf(body);
  if (literal === null || literal.open || literal.entries.length > 3) return null;
  const error = literal.entries.find(({ name }) => /^error(?:_?message)?$/i.test(name));
  if (
    error === undefined ||
    literal.entries.some(({ name }) => /^(?:data|results?|items|count|total|valid|warnings?)$/i.test(name))
  )
    return null;
  const value = unwrapped(error.value);
  const isText = isString(value) && !/^["'`]{2}$/.test(value.text.slice(0, 3));
  return isText ||
    /^\$?\b(?:e|err|error|ex|exception)(?:\.|->)(?:message|Error\(\)|getMessage\(\)|Message)/.test(
      code.textOf(value),
    )
    ? error.name
    : null;
}
