import type { SyntaxNode } from '../../code/syntax.ts';
import type { CodeCall } from '../../code/view/calls.ts';
import { allLanguages } from '../../code/view/languages.ts';
import { optionOf, positional } from '../../code/view/options.ts';
import { fixedString, unwrapped } from '../../code/view/parts.ts';
import { bad, good } from '../code-examples.ts';
import { defineRule } from '../rule.ts';

/** Names of what signs tokens, sessions and cookies. */
const secretName =
  /^(?:jwt_?(?:secret|key)(?:_?key)?|secret_?key|secret_?key_?base|session_?secret|cookie_?secret|(?:access_?|refresh_?)?token_?secret|signing_?(?:key|secret))$/i;
/** Calls that sign or verify, and where among their arguments the key stands. */
const signers: readonly (readonly [callee: RegExp, argument: number])[] = [
  [/^(?:jwt|jsonwebtoken|JWT|Jwt)\.(?:sign|verify|encode|decode)$/, 1],
  [/(?:^|\.)(?:HMAC256|HMAC384|HMAC512|SignedString|SymmetricSecurityKey|hmacShaKeyFor)$/, 0],
  [/(?:^|\.)signWith$/, 1],
];
/** Options of calls that keep sessions. */
const sessions = /^(?:session|expressSession|cookieSession|express\.session)$/;

/** Texts for people. */
const translations = /(?:^|\/)(?:locales?|i18n|lang|languages?|translations?|phrases|messages)\//i;
/** What a key is called where keys are kept. */
const keyNames = /^(?:value|key|name|data|token|password|string|secret_?key)$/i;

export default defineRule({
  id: 'secret-in-code',
  about: 'code',
  title: 'Signing secret in the code',
  family: 'security',
  severity: 'warning',
  state: 'stable',
  languages: allLanguages,
  sources: [
    'https://cwe.mitre.org/data/definitions/798.html',
    'https://owasp.org/API-Security/editions/2023/en/0xa2-broken-authentication/',
  ],
  what: 'Everyone who can read this repository can sign tokens that the service takes for its own: the secret of `{name}` stands in the code.',
  why: 'It stays in the history after it is removed here, and is the same in every environment.',
  fix: 'Read it from the environment, refuse to start without it, and replace the one that stood here.',
  variants: {
    fallback: {
      what: 'Where the environment sets no secret for `{name}`, everyone who can read this repository can sign tokens that the service takes for its own.',
      why: 'A deployment that forgets the variable starts as if all were well.',
      fix: 'Refuse to start without the variable.',
    },
  },
  examples: {
    bad: [
      bad('a token is signed', 'src/auth.ts', "const token = jwt.sign({ id }, «'s3cr3t-key'»);"),
      bad('a constant', 'app/config.py', 'JWT_SECRET = «"8f2b9d1c4e"»'),
      bad('a session', 'src/app.js', "app.use(session({ secret: «'keyboard cat'», resave: false }));"),
      bad('a fallback', 'src/config.ts', "export const jwtSecret = process.env.JWT_SECRET || «'change-me'»;"),
      bad(
        'golang-jwt',
        'auth.go',
        'package auth\n\nfunc sign(t *jwt.Token) (string, error) {\n\treturn t.SignedString([]byte(«"s3cr3t-key"»))\n}',
      ),
      bad('Java', 'A.java', 'class A { Algorithm a = Algorithm.HMAC256(«"s3cr3t-key"»); }'),
    ],
    good: [
      good('from the environment', 'src/auth.ts', 'const token = jwt.sign({ id }, process.env.JWT_SECRET);'),
      good('the name of a variable', 'app/config.py', 'JWT_SECRET = "JWT_SECRET"'),
      good('empty until it is configured', 'src/config.ts', "export const settings = { jwtSecret: '' };"),
      good('a key that names a field', 'src/form.ts', "export const form = { keyField: 's3cr3t-key' };"),
      good(
        'a reference to a store',
        'src/config.ts',
        "export const jwtSecret = 'arn:aws:secretsmanager:eu:1:secret:jwt';",
      ),
      good('a text for people', 'src/form.ts', "export const labels = { signingKey: 'Signing key' };"),
    ],
  },
  detect({ code }) {
    if (translations.test(code.path)) return [];
    const named = code.values
      .filter(({ name, value }) => secretName.test(name) && !isWords(fixedString(value)))
      .map(({ name, value }) => ({ name, value }));
    const used = code.calls.flatMap((call) => keyOf(call).map((value) => ({ name: call.callee, value })));
    const seen = new Set<number>();
    return [...named, ...used].flatMap(({ name, value }) => {
      const found = secretIn(value);
      if (found === null || isNameOf(name, found.node) || seen.has(found.node.range.start)) return [];
      seen.add(found.node.range.start);
      return [
        {
          range: found.node.range,
          object: name,
          data: { name },
          ...(found.isFallback ? { variant: 'fallback' } : {}),
        },
      ];
    });
  },
});

function keyOf(call: CodeCall): readonly SyntaxNode[] {
  if (sessions.test(call.callee)) {
    const secret = optionOf(call, 'secret')?.value;
    return secret === undefined ? [] : [secret];
  }
  const signer = signers.find(([callee]) => callee.test(call.callee));
  const key = signer === undefined ? undefined : positional(call)[signer[1]];
  return key === undefined ? [] : [key];
}

/** A text that is the secret, or the other side of `environment || text`. */
function secretIn(value: SyntaxNode): { node: SyntaxNode; isFallback: boolean } | null {
  const inner = unwrapped(value);
  if (isSecret(fixedString(inner))) return { node: inner, isFallback: false };
  const parts = inner.range.end - inner.range.start > 300 ? [] : inner.children();
  // `[]byte("…")`, `Encoding.UTF8.GetBytes("…")`.
  if (
    /^(?:type_conversion_expression|call_expression|invocation_expression|method_invocation)$/.test(
      inner.kind,
    )
  ) {
    // What a setting of that name holds is not the text.
    if (!/(?:byte\(|bytes\()\s*@?"[^"]*"\s*\)$/i.test(inner.text.slice(-200))) return null;
    const [text] = inner.findAll(['interpreted_string_literal', 'string_literal', 'string']);
    return text !== undefined && isSecret(fixedString(text)) ? { node: text, isFallback: false } : null;
  }
  const last = parts.at(-1);
  if (!/^(?:binary_expression|boolean_operator|binary)$/.test(inner.kind) || last === undefined) return null;
  const isChoice = /(?:\|\||\?\?|\bor)\s*$/.test(inner.text.slice(0, last.range.start - inner.range.start));
  return isChoice && isSecret(fixedString(last)) ? { node: last, isFallback: true } : null;
}

/** A text for people, or the name of a field. */
function isWords(text: string | null): boolean {
  return text !== null && (/\s|[^\x20-\x7e]/.test(text) || keyNames.test(text));
}

/** `JWTSecretKey = "JWTSecret"`: the name under which it is kept somewhere. */
function isNameOf(name: string, node: SyntaxNode): boolean {
  const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  const text = plain(fixedString(node) ?? '');
  return text.length > 6 && plain(name).startsWith(text);
}

/** Not the name of a variable, a reference to a store, a path, or a text that is filled in later. */
function isSecret(text: string | null): boolean {
  if (text === null || text.length < 4 || /^[A-Z][A-Z0-9_]*$/.test(text)) return false;
  return !/[{}<>$]|:\/\/|^(?:arn|projects|vault|env|ENC)[:/(]|^\.{0,2}\/|\s{2}|^-----BEGIN PUBLIC/.test(text);
}
