import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findEndpoints } from '../find-endpoints.ts';
import { ruleMatches } from '../php/symfony-access.ts';
import { plainPath } from '../php/symfony-routes.ts';
import { shownEndpoints } from '../shown-endpoints.ts';

const php = (body: string): string =>
  `<?php\nnamespace App\\Controller;\nuse Symfony\\Component\\Routing\\Attribute\\Route;\n${body}\n`;
const all = { 'config/routes.yaml': 'controllers:\n  resource: ../src/Controller/\n  type: attribute\n' };

describe('symfony', () => {
  it.each([
    ['/a/{id<\\d{4}>?1}/{!page}', '/a/:id/:page'],
    ['/{slug:post}.{_format}', '/:slug.:_format'],
    ['/a{b', '/a{b'],
    ['/{}', '/{}'],
  ])('writes %s as %s', (given, path) => {
    expect(plainPath(given)).toBe(path);
  });

  it('reads any path without losing its letters outside of braces', () => {
    fc.assert(
      fc.property(fc.string(), (path) => {
        expect(plainPath(path).length).toBeLessThanOrEqual(path.length + 1);
        if (!path.includes('{')) expect(plainPath(path)).toBe(path);
      }),
    );
  });

  it.each([
    ['^/admin', '/admin/users', 'yes'],
    ['^/admin', '/my/admin', 'no'],
    ['/admin', '/my/admin', 'yes'],
    ['^/login$', '/login', 'yes'],
    ['^/login$', '/login/check', 'no'],
    ['^/(a|b)/c', '/b/c/d', 'yes'],
    ['^/(a|b)/c', '/c/c', 'no'],
    ['^/a\\.json$', '/a.json', 'yes'],
    ['^/a/.*', '/a/b', 'yes'],
    ['^/a/[0-9]+/x', '/a/1/x', 'maybe'],
    ['^/a/[0-9]+/x', '/b', 'no'],
    ['^/(?!open)', '/x', 'maybe'],
    ['^/a?b', '/b', 'maybe'],
    ['', '/x', 'yes'],
  ])('holds the pattern %s against %s: %s', (pattern, path, expected) => {
    expect(ruleMatches(pattern, path)).toBe(expected);
  });

  it('never runs a pattern, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), fc.string(), (pattern, path) => {
        expect(['yes', 'no', 'maybe']).toContain(ruleMatches(pattern, path));
      }),
    );
    ruleMatches(`^${'(a|b|c)'.repeat(20_000)}(a+)+$`, `/${'a'.repeat(50_000)}`);
  });

  it('takes the first rule that matches, and none after one that is not understood', () => {
    const files = {
      ...all,
      'config/packages/security.yaml': `security:
  access_control:
    - { path: ^/open, roles: PUBLIC_ACCESS }
    - { path: '^/odd/[a-z]+$', roles: ROLE_ODD }
    - { path: ^/, roles: ROLE_USER }
`,
      'src/Controller/A.php': php(`class A {
  #[Route('/open/x')] public function open() {}
  #[Route('/odd/x')] public function odd() {}
  #[Route('/x')] public function x() {}
}`),
    };
    const found = findEndpoints(
      Object.entries(files).map(([path, text]) => ({ path, text })),
      'head',
    );
    expect(
      found.map(({ path, authentication, otherChecks, publicBy }) => [
        path,
        authentication.map(({ text }) => text),
        otherChecks?.map(({ text }) => text),
        publicBy?.line,
      ]),
    ).toEqual([
      ['/odd/x', [], ['access_control ^/odd/[a-z]+$: ROLE_ODD'], undefined],
      ['/open/x', [], [], 3],
      ['/x', ['access_control ^/: ROLE_USER'], [], undefined],
    ]);
  });

  it('lets a route replace an earlier one of its name, and says where no configuration loads it', () => {
    const controller = {
      'src/Controller/A.php': php("class A {\n  #[Route('/a', name: 'a')] public function a() {}\n}"),
    };
    expect(shownEndpoints(controller)).toEqual(['ALL /a? status=200']);
    expect(
      shownEndpoints({
        ...controller,
        'config/routes.yaml':
          'one:\n  resource: ../src/Controller/\n  type: attribute\n  prefix: /one\ntwo:\n  resource: routing.controllers\n  prefix: /two\n',
      }),
    ).toEqual(['ALL /two/a status=200']);
  });

  it('reads the annotations of doc comments, also those that never end', () => {
    const annotated = (doc: string): string =>
      `<?php\nnamespace App\\Controller;\nuse Symfony\\Component\\Routing\\Annotation\\Route;\nuse FOS\\RestBundle\\Controller\\Annotations as Rest;\nclass A {\n  /**\n   * ${doc}\n   */\n  public function a() { return new JsonResponse([], 202); }\n}`;
    const read = (doc: string): string[] =>
      shownEndpoints({ ...all, 'src/Controller/A.php': annotated(doc) });
    expect(read('@Route("/a/{id}", methods={"GET", "POST"}, defaults={"x"={1, "y"}})')).toEqual([
      'GET /a/:id status=202',
      'POST /a/:id status=202',
    ]);
    expect(read('@Rest\\Delete(path="/a")')).toEqual(['DELETE /a status=202']);
    expect(read('@Route("/a", methods={"GET"')).toEqual(['GET /a status=202']);
    expect(read(`@Route("/a", x=${'{'.repeat(500)}`)).toEqual(['ALL /a status=202']);
    expect(read('@ORM\\Column(name="x")')).toEqual([]);
  });

  it('does not go round in circles, and reads no configuration that is none', () => {
    expect(
      shownEndpoints({
        'config/routes.yaml':
          'a:\n  resource: more/b.yaml\n  prefix: /x\nc:\n  path: /c\n  methods: GET|POST\n',
        'config/more/b.yaml':
          'a:\n  resource: ../routes.yaml\n  prefix: /y\nd:\n  path: /d\n  controller: App\\Nothing\n',
        'config/routes/broken.yaml': 'path: [',
        'config/routes/bomb.yaml': `a: &a [path]\n${Array.from({ length: 40 }, (_, n) => `b${n}: &b${n} [*${n === 0 ? 'a' : `b${n - 1}`}, *${n === 0 ? 'a' : `b${n - 1}`}]`).join('\n')}`,
        'config/routes/list.yaml': '- path\n- resource\n',
        'config/packages/security.yaml': 'security: { access_control: { path: 1 } }\n',
      }),
    ).toEqual(['GET /c', 'POST /c', 'ALL /x/d']);
  });
});
