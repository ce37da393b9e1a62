import type { SyntaxNode } from '../../code/syntax.ts';
import type { CodeView } from '../../code/view/code-view.ts';
import { booleanOf, fixedString } from '../../code/view/parts.ts';
import { bad, good } from '../code-examples.ts';
import { shown } from '../code-words.ts';
import { defineRule } from '../rule.ts';

/** Whoever calls these sends no cookie of a user, or proves itself otherwise. */
const needless =
  /stateless|oauth2ResourceServer|bearer|jwt|api_?key|hook|callback|signature|http_basic|httpBasic|TokenAuth|authenticate_with_http|protect_from_forgery|notification|inbound|incoming|\bipn\b|errors_controller|service_worker|well_?known|manifest|\bapi\b|ActionController::API/i;

/** What only reads cannot be forged to do anything. */
const writes = /\.(?:POST|body|FILES)\b|\.(?:save|create|delete|update|add|remove)\(/;

export default defineRule({
  id: 'csrf-protection-off',
  about: 'code',
  title: 'Protection against forged requests off',
  family: 'security',
  severity: 'warning',
  state: 'stable',
  languages: ['python', 'ruby', 'java', 'kotlin', 'php', 'csharp'],
  sources: [
    'https://owasp.org/API-Security/editions/2023/en/0xa8-security-misconfiguration/',
    'https://cwe.mitre.org/data/definitions/352.html',
  ],
  what: 'Any site that a signed-in user visits can send requests in the user’s name: `{off}` takes the check away.',
  why: 'The browser sends the session’s cookie along, whoever made the form.',
  fix: 'Keep the check where a cookie tells who calls; callers with a token in a header need none and get a route of their own.',
  examples: {
    bad: [
      bad(
        'Django',
        'app/views.py',
        '«@csrf_exempt»\ndef transfer(request):\n    return move(request.user, request.POST["to"])',
      ),
      bad(
        'Rails',
        'app/controllers/orders_controller.rb',
        'class OrdersController < ApplicationController\n  «skip_before_action :verify_authenticity_token»\nend',
      ),
      bad(
        'Spring',
        'Security.java',
        'class Security { void f(HttpSecurity http) { «http.formLogin().and().csrf().disable()»; } }',
      ),
      bad('Flask', 'app/config.py', '«WTF_CSRF_ENABLED = False»'),
      bad(
        'ASP.NET',
        'Orders.cs',
        'class Orders { [«IgnoreAntiforgeryToken»] public object Pay() { return Done(); } }',
      ),
      bad(
        'Laravel',
        'app/Http/Middleware/VerifyCsrfToken.php',
        "<?php\nclass VerifyCsrfToken { protected «$except = ['*']»; }",
      ),
    ],
    good: [
      good(
        'a webhook, which proves itself',
        'app/views.py',
        '@csrf_exempt\ndef stripe_webhook(request):\n    return handle(request)',
      ),
      good(
        'without sessions',
        'Security.java',
        'class Security { void f(HttpSecurity http) { http.csrf().disable().sessionManagement().sessionCreationPolicy(STATELESS); } }',
      ),
      good(
        'a token in a header',
        'app/controllers/api/orders_controller.rb',
        'class Api::OrdersController < ApplicationController\n  skip_before_action :verify_authenticity_token\n  before_action :authenticate_with_bearer\nend',
      ),
      good(
        'one path',
        'app/Http/Middleware/VerifyCsrfToken.php',
        "<?php\nclass VerifyCsrfToken { protected $except = ['stripe/*']; }",
      ),
      good(
        'it only reads',
        'app/views.py',
        '@csrf_exempt\ndef search(request):\n    return render(find(request.GET["q"]))',
      ),
    ],
  },
  detect({ code }) {
    if (needless.test(code.path)) return [];
    return offIn(code)
      .filter(
        ({ node, around }) =>
          !needless.test(around.replace(/verify_authenticity_token|@csrf_exempt/g, '')) ||
          node.kind === 'property_element',
      )
      .map(({ node }) => ({ range: node.range, object: 'CSRF', data: { off: shown(node, code) } }));
  },
});

/** Where the check is taken away, with the text that may say why. */
function offIn(code: CodeView): { node: SyntaxNode; around: string }[] {
  // As far as the next function.
  const near = ({ range }: SyntaxNode): string =>
    code.text
      .slice(range.start, range.end + 1_500)
      .split(/\n(?=@|async def |def |class )/, 2)
      .join('\n');
  const annotated = code.annotations
    .filter(
      ({ name, node }) =>
        name === 'IgnoreAntiforgeryToken' || (name === 'csrf_exempt' && writes.test(near(node))),
    )
    .map(({ node }) => ({ node, around: near(node) }));
  const whole = code.text.slice(0, 50_000);
  const called = code.calls
    .filter(
      ({ name, callee, args: [first] }) =>
        (name === 'disable' && /\bcsrf\(\)\.disable$/.test(callee)) ||
        (name === 'csrf' &&
          /^\{\s*(?:it\.)?disable\(\)\s*\}$|^(\w+)\s*->\s*\1\.disable\(\)$|^\w*(?:Configurer)?\.disable$|::disable$/.test(
            first === undefined ? '' : code.textOf(first.value),
          )) ||
        (name === 'skip_before_action' &&
          first !== undefined &&
          /verify_authenticity_token/.test(first.value.text)),
    )
    .map(({ node }) => ({ node, around: whole }));
  const assigned = code.values
    .filter(
      ({ name, value }) =>
        (name === 'WTF_CSRF_ENABLED' && booleanOf(value) === false) ||
        (name === 'except' && /Csrf/i.test(code.path) && isEverything(value, code)),
    )
    .map(({ node }) => ({ node, around: code.path }));
  return [...annotated, ...called, ...assigned];
}

function isEverything(value: SyntaxNode, code: CodeView): boolean {
  return fixedString(value) === '*' || /^\[\s*['"]\/?\*['"]\s*,?\s*\]$/.test(code.textOf(value).slice(0, 40));
}
