import type { SyntaxNode } from '../../code/syntax.ts';
import type { CodeCall } from '../../code/view/calls.ts';
import { allLanguages } from '../../code/view/languages.ts';
import { optionOf, positional } from '../../code/view/options.ts';
import { bad, good } from '../code-examples.ts';
import { hostFromRequest, mayBeChecked } from '../code-flow.ts';
import { shown } from '../code-words.ts';
import { defineRule } from '../rule.ts';

/** Calls that send the caller elsewhere, and where among their arguments that stands. */
const redirects: readonly (readonly [callee: RegExp, argument: 'first' | 'last' | number])[] = [
  [/^(?:res|response|reply|ctx|c|NextResponse|Response)\.redirect$/, 'last'],
  [
    /^(?:redirect|redirect_to|HttpResponseRedirect|RedirectResponse|Redirect|RedirectPermanent|RedirectView)$/,
    'first',
  ],
  [/^http\.Redirect$/, 2],
  [/^(?:c|ctx)\.Redirect$/, 'last'],
  [/^\w*[rR]esponse\.sendRedirect$/, 'first'],
];

export default defineRule({
  id: 'open-redirect',
  about: 'code',
  title: 'Redirect to an address that the caller chooses',
  family: 'security',
  severity: 'warning',
  state: 'stable',
  languages: allLanguages,
  sources: [
    'https://cwe.mitre.org/data/definitions/601.html',
    'https://cheatsheetseries.owasp.org/cheatsheets/Unvalidated_Redirects_and_Forwards_Cheat_Sheet.html',
  ],
  what: 'A link to this service takes people to any other site: `{call}` sends them to `{source}`.',
  why: 'Whoever follows it trusts the name in the link, and what it carries (a code, a token) arrives at the other site.',
  fix: 'Redirect to a path of this service only, or to an address out of a list.',
  examples: {
    bad: [
      bad(
        'Express',
        'src/login.ts',
        "app.get('/login', (req, res) => {\n  «res.redirect(req.query.next)»;\n});",
      ),
      bad(
        'with a status',
        'src/login.js',
        'function done(req, res) {\n  const next = req.query.next || "/";\n  «res.redirect(302, next)»;\n}',
      ),
      bad('Flask', 'app/a.py', 'def done():\n    return «redirect(request.args.get("next"))»'),
      bad(
        'Go',
        'a.go',
        'package a\n\nfunc done(w http.ResponseWriter, r *http.Request) {\n\t«http.Redirect(w, r, r.FormValue("next"), 302)»\n}',
      ),
      bad('Rails', 'app/a.rb', 'def done\n  «redirect_to params[:next], allow_other_host: true»\nend'),
      bad(
        'servlets',
        'A.java',
        'class A { void f() { «response.sendRedirect(request.getParameter("next"))»; } }',
      ),
    ],
    good: [
      good(
        'a path of this service',
        'src/a.ts',
        'function f(req, res) {\n  res.redirect("/orders/" + req.params.id);\n}',
      ),
      good(
        'compared first',
        'app/a.py',
        'def done():\n    next = request.args.get("next")\n    if not url_has_allowed_host_and_scheme(next):\n        next = "/"\n    return redirect(next)',
      ),
      good('Rails refuses other hosts', 'app/a.rb', 'def done\n  redirect_to params[:next]\nend'),
      good(
        'to where the request came from',
        'src/a.js',
        "function f(req, res) {\n  res.redirect('back');\n}",
      ),
    ],
  },
  detect({ code }) {
    return code.calls.flatMap((call) => {
      // Since Rails 7 a redirect to another host is refused where nobody allows it.
      if (call.name === 'redirect_to' && optionOf(call, 'allow_other_host') === undefined) return [];
      const url = targetOf(call);
      const source = url === null ? null : hostFromRequest(url, code);
      if (source === null || mayBeChecked(call.node, code)) return [];
      return [
        { range: call.node.range, object: call.callee, data: { call: shown(call.node, code), source } },
      ];
    });
  },
});

function targetOf(call: CodeCall): SyntaxNode | null {
  const redirect = redirects.find(([callee]) => callee.test(call.callee));
  if (redirect === undefined) return null;
  const args = positional(call);
  const named = optionOf(call, 'url', 'redirect_to')?.value ?? null;
  if (redirect[1] === 'last') return args.at(-1) ?? named;
  return args[redirect[1] === 'first' ? 0 : redirect[1]] ?? named;
}
