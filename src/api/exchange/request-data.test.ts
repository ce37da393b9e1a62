import { describe, expect, it } from 'vitest';
import { parseFile } from '../../code/syntax.ts';
import { viewCode } from '../../code/view/code-view.ts';
import { requestData } from './request-data.ts';

/** What the first argument of the call of `use` takes from the request. */
function sourceIn(path: string, text: string): string | null {
  const file = parseFile(path, text, 10_000);
  if (file === null) throw new Error('no known language');
  const code = viewCode(file);
  const argument = code.calls.find(({ name }) => /^(?:use|take)$/.test(name))?.args[0]?.value;
  if (argument === undefined) throw new Error('nothing is used');
  return code.kept(requestData).sourceOf(argument);
}

describe('what is taken from the request', () => {
  it.each([
    ['a part of it', 'a.ts', 'function f(req, res) { use(req.query.url); }', 'req.query.url'],
    ['a variable', 'a.ts', 'function f(req) { const url = req.body.url; use(url); }', 'req.body.url'],
    ['a pattern', 'a.js', 'function f(req) { const { url: at = 1 } = req.body; use(at); }', 'req.body'],
    [
      'inside of a function in it',
      'a.js',
      'function f(req) { const u = req.params.u; g(() => use(u)); }',
      'req.params.u',
    ],
    ['with a default', 'a.ts', "function f(req) { use(req.query.next || '/'); }", 'req.query.next'],
    ['as a text', 'a.ts', 'function f(req) { use(String(req.query.next).trim()); }', 'req.query.next'],
    ['Koa', 'a.js', 'async (ctx) => { use(ctx.request.body.url); };', 'ctx.request.body.url'],
    [
      'a decorated parameter',
      'a.ts',
      'class A { @Get() f(@Query() q: string) { use(q); } }',
      '@Query() q: string',
    ],
    [
      'Flask',
      'a.py',
      'def f():\n    url = request.args.get("url")\n    use(url)\n',
      'request.args.get("url")',
    ],
    ['a route of FastAPI', 'a.py', '@app.get("/x")\ndef f(url: str):\n    use(url)\n', 'url: str'],
    [
      'Gin',
      'a.go',
      'package a\n\nfunc f(c *gin.Context) {\n\turl := c.Query("url")\n\tuse(url)\n}\n',
      'c.Query("url")',
    ],
    [
      'a body that is read into',
      'a.go',
      'package a\n\nfunc f(c *gin.Context) {\n\tvar in Input\n\tc.ShouldBindJSON(&in)\n\tuse(in.URL)\n}\n',
      'c.ShouldBindJSON(…)',
    ],
    ['Rails', 'a.rb', 'def f\n  use(params[:url])\nend\n', 'params[:url]'],
    ['PHP', 'a.php', '<?php\n$u = $_GET["url"];\nA::use($u);\n', '$_GET["url"]'],
    [
      'Laravel',
      'a.php',
      '<?php\nfunction f($request) { A::use($request->input("url")); }\n',
      '$request->input("url")',
    ],
    [
      'Spring',
      'A.java',
      'class A { void f(@RequestParam String url) { use(url); } }',
      '@RequestParam String url',
    ],
    ['ASP.NET', 'A.cs', 'class A { void F([FromQuery] string url) { use(url); } }', '[FromQuery] string url'],
    ['Axum', 'a.rs', 'async fn f(Query(q): Query<Q>) { a.take(q); }', 'Query(q): Query<Q>'],
  ] as const)('%s', (_, path, text, source) => {
    expect(sourceIn(path, text)).toBe(source);
  });

  it.each([
    ['what the server knows', 'a.ts', 'function f(req) { use(req.user.id); }'],
    ['the answer of a function', 'a.ts', 'function f(req) { use(load(req.body.url)); }'],
    [
      'a variable of another function',
      'a.ts',
      'function f(req) { const u = req.body.u; }\nfunction g(u) { use(u); }',
    ],
    ['what is set anew', 'a.ts', "function f(req) { let u = req.body.u; u = 'x'; use(u); }"],
    ['what is made of it', 'a.ts', 'function f(req) { use(req.body.items.map((item) => item.id)); }'],
    ['a dependency of FastAPI', 'a.py', '@app.get("/x")\ndef f(db: Session = Depends(get)):\n    use(db)\n'],
    ['a function that is no route', 'a.py', 'def f(url: str):\n    use(url)\n'],
  ])('is not %s', (_, path, text) => {
    expect(sourceIn(path, text)).toBeNull();
  });
});
