import type { SyntaxNode } from '../../code/syntax.ts';
import type { CodeView } from '../../code/view/code-view.ts';
import { allLanguages } from '../../code/view/languages.ts';
import { booleanOf, fixedString, unwrapped } from '../../code/view/parts.ts';
import { bad, good } from '../code-examples.ts';
import { shown } from '../code-words.ts';
import { defineRule } from '../rule.ts';

const isFalse = (value: SyntaxNode): boolean => booleanOf(value) === false;
const endsWith =
  (end: RegExp) =>
  (value: SyntaxNode, code: CodeView): boolean =>
    end.test(code.textOf(value).slice(-80));

/** Names that switch the check off, and with which value. */
const switches: readonly (readonly [name: RegExp, off: (value: SyntaxNode, code: CodeView) => boolean])[] = [
  [
    /^(?:rejectUnauthorized|strictSSL|verify|verify_ssl|ssl_verify|verify_certs|verify_peer|CURLOPT_SSL_VERIFYPEER)$/,
    isFalse,
  ],
  [/^(?:I|i)nsecureSkipVerify$/, (value) => booleanOf(value) === true],
  [/^(?:verify_mode|verify_ssl|cert_reqs)$/, endsWith(/^[\w:.]*\b(?:VERIFY|CERT)_NONE$/)],
  [
    /^NODE_TLS_REJECT_UNAUTHORIZED$/,
    (value) => (fixedString(value) ?? unwrapped(value).text.slice(0, 10)) === '0',
  ],
  [
    /Certificate(?:Custom)?ValidationCallback$/,
    endsWith(/(?:=>\s*true|return\s+true;\s*\}|DangerousAcceptAnyServerCertificateValidator)$/),
  ],
];
/** Calls that switch it off by being there, and those that do with `true`. */
const offCalls =
  /(?:^|\.)(?:NoopHostnameVerifier|TrustAllStrategy|_create_unverified_context|withoutVerifying|InsecureTrustManagerFactory)$/;
const offWithTrue = /\.danger_accept_invalid_(?:certs|hostnames)$/;

const asked =
  /\b(?:if|unless|when|case)\b[^\n]*(?:insecure|skip|verif|self_?signed|trust|unsafe|ignore)[^\n]*\n(?:[^\n]*\n){0,6}[^\n]*$|(?:insecure|skip|verif|self_?signed|trust|unsafe|ignore)\w*(?:\(\))?\s*(?:\?|&&|if)[^\n]*$|(?:insecure|unverified|without_?verif|environment|is_?local|is_?dev|development|NODE_ENV)[^\n]*\n?[^\n]*$/i;

export default defineRule({
  id: 'tls-verification-off',
  about: 'code',
  title: 'TLS certificates not verified',
  family: 'security',
  severity: 'warning',
  state: 'stable',
  languages: allLanguages,
  sources: [
    'https://cwe.mitre.org/data/definitions/295.html',
    'https://owasp.org/API-Security/editions/2023/en/0xaa-unsafe-consumption-of-apis/',
  ],
  what: 'Whoever sits between this service and the other side can read and change what they say: `{off}` accepts every certificate.',
  why: 'Without the check of the certificate TLS encrypts to whoever answers.',
  fix: 'Remove it; where the other side has a certificate of its own, give the client that authority (`ca`, `verify="/path/ca.pem"`, `RootCAs`).',
  examples: {
    bad: [
      bad('an agent of Node', 'src/a.ts', 'const agent = new https.Agent({ «rejectUnauthorized: false» });'),
      bad('requests', 'app/a.py', 'def load(url):\n    return requests.get(url, timeout=5, «verify=False»)'),
      bad('a client in Go', 'a.go', 'package a\n\nvar config = &tls.Config{«InsecureSkipVerify: true»}'),
      bad('curl in PHP', 'src/A.php', '<?php\n«curl_setopt($c, CURLOPT_SSL_VERIFYPEER, false)»;'),
      bad('Net::HTTP in Ruby', 'app/a.rb', '«http.verify_mode = OpenSSL::SSL::VERIFY_NONE»'),
      bad('reqwest', 'src/a.rs', 'fn f() { «Client::builder().danger_accept_invalid_certs(true)»; }'),
      bad(
        'a handler in C#',
        'src/A.cs',
        'class A { void F() { «h.ServerCertificateCustomValidationCallback = (m, c, ch, e) => true»; } }',
      ),
      bad(
        'a verifier in Java',
        'A.java',
        'class A { void f() { b.setVerifier(«new NoopHostnameVerifier()»); } }',
      ),
    ],
    good: [
      good('the check is on', 'src/a.ts', 'const agent = new https.Agent({ rejectUnauthorized: true, ca });'),
      good('an authority of its own', 'app/a.py', 'r = requests.get(url, verify="/etc/ssl/partner.pem")'),
      good(
        'it stood there before',
        'app/a.py',
        'r = requests.get(url, verify=False, timeout=5)',
        'r = requests.get(url, verify=False)',
      ),
      good(
        'a verify of something else',
        'src/a.js',
        'export const check = (m) => send(m, { verify: false });',
      ),
      good(
        'decided by the settings',
        'a.go',
        'package a\n\nvar c = &tls.Config{InsecureSkipVerify: s.Insecure}',
      ),
      good(
        'whoever configures it asks for it',
        'a.go',
        'package a\n\nfunc f() {\n\tif c.SkipVerify {\n\t\tt.InsecureSkipVerify = true\n\t}\n}',
      ),
    ],
  },
  detect({ code }) {
    // `verify` is a word of many libraries: as an option it counts where the HTTP clients call it that.
    const known = code.language === 'python' || code.language === 'php';
    const named = code.values.filter(
      ({ name, value, kind }) =>
        (name !== 'verify' || (known && kind === 'entry')) &&
        switches.some(([each, off]) => each.test(name) && off(value, code)),
    );
    const called = code.calls.filter(({ name, callee, args }) => {
      const last = args.at(-1)?.value;
      if (name === 'curl_setopt')
        return args[1]?.value.text === 'CURLOPT_SSL_VERIFYPEER' && last !== undefined && isOff(last);
      return (
        offCalls.test(callee) || (offWithTrue.test(callee) && last !== undefined && booleanOf(last) === true)
      );
    });
    return [...named, ...called]
      .filter(({ node }) => !isAskedFor(node, code))
      .map(({ node, name }) => ({
        range: node.range,
        object: name,
        data: { off: shown(node, code) },
      }));
  },
});

/** Whoever configures it has asked for it: it stands under a condition that says so. */
function isAskedFor({ range }: SyntaxNode, { text }: CodeView): boolean {
  return asked.test(text.slice(Math.max(0, range.start - 400), range.start));
}

function isOff(value: SyntaxNode): boolean {
  return isFalse(value) || value.text === '0';
}
