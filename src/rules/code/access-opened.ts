import type { SyntaxNode } from '../../code/syntax.ts';
import type { CodeView } from '../../code/view/code-view.ts';
import { allLanguages } from '../../code/view/languages.ts';
import { bad, good } from '../code-examples.ts';
import { shown } from '../code-words.ts';
import { openings } from '../openings.ts';
import { defineRule } from '../rule.ts';

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
      good(
        'another check is skipped',
        'app/a_controller.rb',
        'class Orders < Base\n  skip_before_action :verify_authenticity_token\nend',
        'class Orders < Base\nend',
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
