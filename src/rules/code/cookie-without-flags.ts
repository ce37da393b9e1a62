import { callAt } from '../../code/view/calls.ts';
import { javaScript } from '../../code/view/languages.ts';
import { literalOf, positional } from '../../code/view/options.ts';
import { bad, good } from '../code-examples.ts';
import { defineRule } from '../rule.ts';
import { openCookieOf } from '../session-cookies.ts';

export default defineRule({
  id: 'cookie-without-flags',
  about: 'code',
  title: 'Session cookie without HttpOnly or Secure',
  family: 'security',
  severity: 'warning',
  state: 'stable',
  languages: [...javaScript, 'python', 'go', 'php'],
  sources: [
    'https://owasp.org/API-Security/editions/2023/en/0xa8-security-misconfiguration/',
    'https://cwe.mitre.org/data/definitions/1004.html',
  ],
  what: 'Any script on the page can read `{cookie}` and send it elsewhere: the cookie is set without `HttpOnly`.',
  why: 'One injected script is then enough to act as every user that sees it.',
  fix: 'Set it with `HttpOnly`, `Secure` and `SameSite`.',
  variants: {
    Secure: {
      what: 'Whoever listens on the network can read `{cookie}`: the cookie goes over plain HTTP as well.',
      why: 'One link to `http://` is enough for the browser to send it.',
      fix: 'Set it with `Secure`; browsers take it from `localhost` all the same.',
    },
  },
  examples: {
    bad: [
      bad('no options', 'src/a.js', "«res.cookie('session', id)»;", {
        suggests: "res.cookie('session', id, { httpOnly: true, secure: true, sameSite: 'lax' });",
      }),
      bad('options without it', 'src/a.ts', "«reply.setCookie('token', jwt, { path: '/' })»;", {
        suggests: "reply.setCookie('token', jwt, { httpOnly: true, path: '/' });",
      }),
      bad(
        'switched off',
        'src/a.ts',
        "res.cookie('refresh_token', token, { httpOnly: «false», secure: true });",
        { suggests: "res.cookie('refresh_token', token, { httpOnly: true, secure: true });" },
      ),
      bad(
        'over plain HTTP',
        'src/a.ts',
        "res.cookie('refresh_token', token, { httpOnly: true, secure: «false» });",
        { suggests: "res.cookie('refresh_token', token, { httpOnly: true, secure: true });" },
      ),
      bad('FastAPI', 'app/a.py', '«response.set_cookie("access_token", token)»', {
        suggests: 'response.set_cookie("access_token", token, httponly=True, secure=True)',
      }),
      bad(
        'Go',
        'a.go',
        'package a\n\nfunc f(w http.ResponseWriter) { http.SetCookie(w, &«http.Cookie{Name: "session", Value: id}») }',
        {
          suggests:
            'package a\n\nfunc f(w http.ResponseWriter) { http.SetCookie(w, &http.Cookie{HttpOnly: true, Name: "session", Value: id}) }',
        },
      ),
      bad(
        'the cookie of express-session',
        'src/a.js',
        'app.use(session({ secret, cookie: { httpOnly: «false» } }));',
        { suggests: 'app.use(session({ secret, cookie: { httpOnly: true } }));' },
      ),
    ],
    good: [
      good(
        'with its flags',
        'src/a.ts',
        "res.cookie('session', id, { httpOnly: true, secure: true, sameSite: 'lax' });",
      ),
      good('options from elsewhere', 'src/a.ts', "res.cookie('session', id, cookieOptions);"),
      good('read by scripts on purpose', 'src/a.ts', "res.cookie('XSRF-TOKEN', token);"),
      good('holds nothing that a user is known by', 'app/a.py', 'response.set_cookie("theme", "dark")'),
      good(
        'secure where it is deployed',
        'src/a.ts',
        "res.cookie('session', id, { httpOnly: true, secure: isProduction });",
      ),
      good(
        'the state of a sign-in',
        'a.go',
        'package a\n\nvar c = http.Cookie{Name: "oauthstate", Value: state}',
      ),
    ],
  },
  detect({ code }) {
    return code.calls.flatMap((call) => {
      const cookie = openCookieOf(call, code);
      if (cookie === null) return [];
      const { node, name, flag } = cookie;
      return [
        {
          range: node.range,
          object: name,
          data: { cookie: name },
          ...(flag === 'Secure' ? { variant: 'Secure' } : {}),
        },
      ];
    });
  },
  suggest({ range }, { code }) {
    const found = code.text.slice(range.start, range.end);
    if (/^false$/i.test(found)) return { range, text: found === 'False' ? 'True' : 'true' };
    const call = code.calls.find(
      ({ node }) => node.range.start === range.start && node.range.end === range.end,
    );
    if (call === undefined || callAt(call.node) === null) return null;
    const options = positional(call).at(-1);
    const literal = options === undefined ? null : literalOf(options);
    if (code.language === 'go')
      return flagBefore(call.args[0]?.value.range.start, 'HttpOnly: true, ', code.text);
    if (code.language === 'php') return null;
    const end = range.end - 1;
    if (code.language === 'python')
      return { range: { start: end, end }, text: ', httponly=True, secure=True' };
    if (literal === null)
      return { range: { start: end, end }, text: ", { httpOnly: true, secure: true, sameSite: 'lax' }" };
    const first = literal.entries[0]?.node.range.start;
    return first === undefined ? null : { range: { start: first, end: first }, text: 'httpOnly: true, ' };
  },
});

/** Before the first field of a composite literal: its name ends where the value begins. */
function flagBefore(
  value: number | undefined,
  text: string,
  code: string,
): { range: { start: number; end: number }; text: string } | null {
  if (value === undefined) return null;
  const name = /\w+:\s*$/.exec(code.slice(Math.max(0, value - 50), value));
  if (name === null) return null;
  const start = value - name[0].length;
  return { range: { start, end: start }, text };
}
