import { describe, expect, it } from 'vitest';
import { parseFile } from '../../code/syntax.ts';
import { viewCode } from '../../code/view/code-view.ts';
import { answers } from './answers.ts';

/** Each answer as its body and status, `?` where that is not known, `*` behind one that nobody said. */
function shownAnswers(path: string, text: string): string[] {
  const file = parseFile(path, text, 10_000);
  if (file === null) throw new Error('no known language');
  const code = viewCode(file);
  return code
    .kept(answers)
    .map(({ body, status, isDefault }) => `${code.textOf(body)} ${status ?? '?'}${isDefault ? '*' : ''}`);
}

describe('answers', () => {
  it.each([
    [
      'Express',
      'a.js',
      'res.json(a); res.status(404).json(b); res.status(code).send(c); other.json(d);',
      ['a 200*', 'b 404', 'c ?'],
    ],
    ['Fastify', 'a.ts', 'reply.code(201).send(a);', ['a 201']],
    ['Hono', 'a.ts', 'c.json(a); c.json(b, 400);', ['a 200*', 'b 400']],
    ['Next', 'a.ts', 'NextResponse.json(a, { status: 500 }); Response.json(b);', ['a 500', 'b 200*']],
    ['Flask', 'a.py', 'def f():\n    return a, 404\n', ['a 404']],
    [
      'FastAPI',
      'a.py',
      'raise HTTPException(status_code=404, detail=a)\nJSONResponse(b, status_code=status.HTTP_201_CREATED)\n',
      ['a 404', 'b 201'],
    ],
    [
      'Gin',
      'a.go',
      'package a\n\nfunc f() {\n\tc.JSON(http.StatusNotFound, a)\n\thttp.Error(w, b, 500)\n}\n',
      ['a 404', 'b 500'],
    ],
    ['Fiber', 'a.go', 'package a\n\nfunc f() { c.Status(fiber.StatusBadRequest).JSON(a) }\n', ['a 400']],
    [
      'Rails',
      'a.rb',
      'render json: a\nrender json: b, status: :not_found\nrender :show\n',
      ['a 200*', 'b 404'],
    ],
    ['Laravel', 'a.php', '<?php\nresponse()->json($a, 422); abort(404, $b);\n', ['$a 422', '$b 404']],
    [
      'Spring',
      'A.java',
      'class A { void f() { ResponseEntity.status(HttpStatus.CONFLICT).body(a); ResponseEntity.ok(b); ResponseEntity.badRequest().body(c); } }',
      ['a 409', 'b 200*', 'c 400'],
    ],
    ['Ktor', 'a.kt', 'fun f() { call.respond(HttpStatusCode.NotFound, a) }', ['a 404']],
    [
      'ASP.NET',
      'A.cs',
      'class A { void F() { StatusCode(500, a); BadRequest(b); NotFound(c); } }',
      ['a 500', 'b 400', 'c 404'],
    ],
    ['actix-web', 'a.rs', 'fn f() { HttpResponse::InternalServerError().body(a); }', ['a 500']],
  ])('of %s', (_, path, text, shown) => {
    expect(shownAnswers(path, text)).toEqual(shown);
  });
});
