import type { SyntaxNode } from '../../code/syntax.ts';
import type { CodeView } from '../../code/view/code-view.ts';
import { allLanguages } from '../../code/view/languages.ts';
import { bad, good } from '../code-examples.ts';
import { shown } from '../code-words.ts';
import { defineRule } from '../rule.ts';

/** Annotations that let everybody in. */
const annotations =
  /^(?:Public|IsPublic|SkipAuth|NoAuth|AllowAny|AllowAnonymous|PermitAll|AnonymousAllowed|login_not_required|PublicRoute)$/;
/** Calls in the body of a controller that do. */
const calls = /^(?:allow_unauthenticated_access|skip_before_action|skip_before_filter|withoutMiddleware)$/;
const authentication =
  /authentic(?!ity)|authori[sz]|\bauth\b|auth_|_auth(?!entic)|login|signed_in|logged_in|require_user|current_user/i;
/** What is open by its nature. */
const open =
  /log_?in|log_?out|sign_?in|sign_?up|sign_?out|regist|token|refresh|passwords?|reset|verif|confirm|activat|health|ping|ready|alive|live|status|metric|hook|callback|public|csrf|o_?auth|sso|docs|swagger|version|home|landing|welcome|contact|robots|session|auth|captcha|error|unsubscribe|invit/i;

export default defineRule({
  id: 'access-opened',
  about: 'code',
  title: 'Open to everybody who was refused before',
  family: 'security',
  severity: 'warning',
  state: 'stable',
  languages: allLanguages,
  sources: [
    'https://owasp.org/API-Security/editions/2023/en/0xa5-broken-function-level-authorization/',
    'https://owasp.org/API-Security/editions/2023/en/0xa2-broken-authentication/',
  ],
  what: 'Anyone can call `{name}` now, without signing in: `{opened}` is new on it.',
  why: 'The code behind it was written for callers that were known.',
  fix: 'Take it away; where `{name}` is meant for everybody, say so in this pull request, and look at what it gives away.',
  examples: {
    bad: [
      bad('Nest', 'src/orders.ts', 'class Orders {\n  «@Public()»\n  @Get()\n  list() { return all(); }\n}', {
        base: 'class Orders {\n  @Get()\n  list() { return all(); }\n}',
      }),
      bad(
        'Django REST framework',
        'app/views.py',
        'class OrderView(APIView):\n    «permission_classes = [AllowAny]»',
        { base: 'class OrderView(APIView):\n    permission_classes = [IsAuthenticated]' },
      ),
      bad(
        'no authentication at all',
        'app/views.py',
        'class OrderView(APIView):\n    «authentication_classes = []»',
        { base: 'class OrderView(APIView):\n    pass' },
      ),
      bad(
        'ASP.NET',
        'Orders.cs',
        'class Orders { [«AllowAnonymous»] public object List() { return All(); } }',
        { base: 'class Orders { public object List() { return All(); } }' },
      ),
      bad(
        'Rails',
        'app/controllers/orders_controller.rb',
        'class OrdersController < ApplicationController\n  «skip_before_action :authenticate_user!»\nend',
        { base: 'class OrdersController < ApplicationController\nend' },
      ),
      bad('Jakarta', 'Orders.java', 'class Orders { «@PermitAll» Object list() { return all(); } }', {
        base: 'class Orders { @RolesAllowed("user") Object list() { return all(); } }',
      }),
    ],
    good: [
      good(
        'what is new',
        'src/orders.ts',
        'class Orders {\n  @Public()\n  @Get()\n  list() { return all(); }\n}',
      ),
      good(
        'a sign-in',
        'Account.cs',
        'class Account { [AllowAnonymous] public object Login() { return Form(); } }',
        'class Account { public object Login() { return Form(); } }',
      ),
      good(
        'it was open before',
        'app/views.py',
        'class OrderView(APIView):\n    """Orders."""\n    permission_classes = [AllowAny]',
        'class OrderView(APIView):\n    permission_classes = [AllowAny]',
      ),
      good(
        'another filter is skipped',
        'app/controllers/orders_controller.rb',
        'class OrdersController < ApplicationController\n  skip_before_action :set_locale\nend',
        'class OrdersController < ApplicationController\nend',
      ),
    ],
  },
  detect({ code, side, base }) {
    if (side === 'base') return openings(code).map(({ node, name }) => found(node, name, code));
    if (base === null) return [];
    return openings(code)
      .filter(
        ({ name }) =>
          !open.test(name) && !open.test(code.path.slice(code.path.lastIndexOf('/') + 1)) && isIn(base, name),
      )
      .map(({ node, name }) => found(node, name, code));
  },
});

function found(node: SyntaxNode, name: string, code: CodeView) {
  return { range: node.range, object: name, data: { name, opened: shown(node, code) } };
}

function isIn(base: CodeView, name: string): boolean {
  return new RegExp(
    String.raw`\b(?:class|def|fun|fn|func|function|object|async|\w+[>\]]?)\s+${name}\b|^\s*${name}\s*\(`,
    'm',
  ).test(base.text);
}

/** What lets everybody in, with the name of what it stands on. */
function openings(code: CodeView): { node: SyntaxNode; name: string }[] {
  const annotated = code.annotations
    .filter(({ name }) => annotations.test(name))
    .map(({ node }) => ({ node, name: nameBelow(node, code) }));
  const assigned = code.values
    .filter(
      ({ name, value }) =>
        (name === 'permission_classes' &&
          /^[[(]\s*(?:permissions\.)?AllowAny\s*,?\s*[\])]$/.test(code.textOf(value))) ||
        (name === 'authentication_classes' && /^[[(]\s*[\])]$/.test(code.textOf(value))),
    )
    .map(({ node }) => ({ node, name: classAbove(node, code) }));
  const called = code.calls
    .filter(
      ({ name, args: [first] }) =>
        calls.test(name) &&
        (name === 'allow_unauthenticated_access' ||
          authentication.test(first?.value.text.slice(0, 60) ?? '')),
    )
    .map(({ node }) => ({ node, name: classAbove(node, code) }));
  return [...annotated, ...assigned, ...called].filter(({ name }) => name !== '');
}

/** The class or function that an annotation stands on. */
function nameBelow({ range }: SyntaxNode, code: CodeView): string {
  const below = code.text.slice(range.end, range.end + 600);
  const declared =
    /\b(?:class|interface|def|fun|fn|function)\s+(\w+)|(?:^|[\s>\]])([A-Za-z_]\w*)\s*\([^)]*\)?[^;{]{0,200}?[{:]/.exec(
      below.replace(/@[\w.]+(?:\([^()]*\))?|\[[^[\]\n]*\]/g, ' '),
    );
  return declared?.[1] ?? declared?.[2] ?? '';
}

function classAbove({ range }: SyntaxNode, code: CodeView): string {
  const above = code.text.slice(Math.max(0, range.start - 5_000), range.start);
  return [...above.matchAll(/\b(?:class|module)\s+([\w:]+)/g)].at(-1)?.[1] ?? '';
}
