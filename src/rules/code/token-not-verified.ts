import { requestData } from '../../api/exchange/request-data.ts';
import type { CodeCall } from '../../code/view/calls.ts';
import { type CodeFunction, type CodeView, inside } from '../../code/view/code-view.ts';
import { allLanguages } from '../../code/view/languages.ts';
import { literalOf, optionOf, positional } from '../../code/view/options.ts';
import { booleanOf, fixedString } from '../../code/view/parts.ts';
import { bad, good } from '../code-examples.ts';
import { perFunction } from '../code-flow.ts';
import { shown } from '../code-words.ts';
import { defineRule, type Match } from '../rule.ts';

/** Calls that read a token without its signature, by name alone. */
const unverified =
  /(?:^|\.)(?:ParseUnverified|insecure_disable_signature_validation|dangerous_insecure_decode|unsecured|get_unverified_claims|UnsafeParseJWT)$/;
/** Libraries for the other side of the wire: whoever reads their own token need not prove it. */
const decoders =
  /^(?:jwt|jsonwebtoken|jose|JWT|jwtService|this\.jwtService|this\.jwt)\.(?:decode|decodeJwt)$|^(?:jwtDecode|jwt_decode|decodeJwt)$/;
const verifies =
  /(?:^|\.)(?:verify\w*|jwtVerify|ParseWithClaims|Parse|validate\w*|decode_and_verify|verifyIdToken)$/i;

/** Functions that tell who is asking. */
const signsIn = /current_?user|authenticat|(?:verify|validate|check)_?(?:token|jwt)|^auth$/i;

export default defineRule({
  id: 'token-not-verified',
  about: 'code',
  title: 'Token accepted without its signature',
  family: 'security',
  severity: 'blocker',
  state: 'stable',
  languages: allLanguages,
  sources: [
    'https://owasp.org/API-Security/editions/2023/en/0xa2-broken-authentication/',
    'https://www.rfc-editor.org/rfc/rfc8725#section-3.1',
  ],
  what: 'Anyone can write a token that is taken for real: `{call}` reads it and does not verify its signature.',
  why: 'What a token says of its bearer is true only where the signature was checked with the issuer’s key.',
  fix: 'Verify with the key and the expected algorithm (`verify(token, key, …)`), and read the claims from the result.',
  variants: {
    none: {
      what: 'Anyone can write a token that is taken for real: `{call}` allows the algorithm `none`, which has no signature.',
      fix: 'Name the algorithm that the issuer uses, and no other.',
    },
  },
  examples: {
    bad: [
      bad(
        'a token of the request is decoded only',
        'src/auth.ts',
        "export function auth(req, res, next) {\n  const token = req.headers.authorization.split(' ')[1];\n  req.user = «jwt.decode(token)»;\n  next();\n}",
      ),
      bad(
        'the algorithm none',
        'src/auth.js',
        "const claims = «jwt.verify(token, key, { algorithms: ['HS256', 'none'] })»;",
      ),
      bad(
        'PyJWT',
        'app/auth.py',
        'def user(request):\n    token = request.headers["Authorization"]\n    return «jwt.decode(token, options={"verify_signature": False})»["sub"]',
      ),
      bad('ruby-jwt', 'app/auth.rb', 'def user\n  «JWT.decode(params[:token], nil, false)»\nend'),
      bad(
        'golang-jwt',
        'auth.go',
        'package auth\n\nfunc user(r *http.Request) {\n\ttoken, _, _ := «parser.ParseUnverified(r.Header.Get("Authorization"), &claims)»\n\tuse(token)\n}',
      ),
      bad(
        'jsonwebtoken in Rust',
        'src/auth.rs',
        'fn f() { let mut v = Validation::default(); «v.insecure_disable_signature_validation()»; }',
      ),
    ],
    good: [
      good(
        'it is verified',
        'src/auth.ts',
        "export function auth(req, res, next) {\n  req.user = jwt.verify(req.headers.authorization, key, { algorithms: ['RS256'] });\n  next();\n}",
      ),
      good(
        'the key is chosen by what it says, then it is verified',
        'app/auth.py',
        'def user(token):\n    issuer = jwt.decode(token, options={"verify_signature": False})["iss"]\n    return jwt.decode(token, keys[issuer], algorithms=["RS256"])',
      ),
      good(
        'the client reads its own token',
        'src/session.ts',
        'export const expiresAt = (token: string) => jwtDecode(token).exp;',
      ),
      good('an algorithm of something else', 'src/zip.js', "compress(file, { algorithm: 'none' });"),
      good(
        'a hint that decides nothing yet',
        'a.go',
        'package a\n\nfunc scope(token string) string {\n\tt, _, _ := parser.ParseUnverified(token, &claims)\n\treturn t.Scope\n}',
      ),
    ],
  },
  detect({ code }) {
    const isVerified = perFunction((around) => isVerifiedIn(around, code));
    return code.calls.flatMap((call): Match[] => {
      const how = howUnverified(call, code);
      if (how === null) return [];
      const found = { range: call.node.range, object: call.callee, data: { call: shown(call.node, code) } };
      if (how === 'none') return [{ ...found, variant: 'none' }];
      if (isVerified(code.functionAt(call.node.range.start))) return [];
      // From elsewhere it may be what an issuer just answered, or what is read to choose a key.
      if (isOfRequest(call, code) || how === 'off') return [found];
      const name = code.functionAt(call.node.range.start)?.name ?? '';
      return signsIn.test(name) ? [{ ...found, severity: 'warning' }] : [];
    });
  },
});

function howUnverified(call: CodeCall, code: CodeView): 'none' | 'off' | 'unverified' | null {
  if (allowsNone(call, code)) return 'none';
  if (unverified.test(call.callee)) return /insecure|unsecured/.test(call.name) ? 'off' : 'unverified';
  if (call.name === 'decode' && /jwt/i.test(call.callee)) {
    const options = optionOf(call, 'options')?.value;
    const signature =
      options === undefined
        ? undefined
        : literalOf(options)?.entries.find(({ name }) => name === 'verify_signature');
    const [, , third] = positional(call);
    const off =
      signature?.value ?? optionOf(call, 'verify')?.value ?? (code.language === 'ruby' ? third : undefined);
    if (off !== undefined && booleanOf(off) === false) return 'unverified';
  }
  return decoders.test(call.callee) && isOfRequest(call, code) && /script|tsx/.test(code.language)
    ? 'unverified'
    : null;
}

function allowsNone(call: CodeCall, code: CodeView): boolean {
  if (!/jwt|jws|jose|token|^verify$|^decode$/i.test(call.callee)) return false;
  const algorithms = optionOf(call, 'algorithms', 'algorithm')?.value;
  if (algorithms === undefined || algorithms.range.end - algorithms.range.start > 200) return false;
  return fixedString(algorithms) === 'none' || /^\[.*["']none["'].*\]$/is.test(code.textOf(algorithms));
}

function isOfRequest(call: CodeCall, code: CodeView): boolean {
  const [token] = positional(call);
  return token !== undefined && code.kept(requestData).sourceOf(token) !== null;
}

/** Whether a function also verifies: then it only looks into the token first, or the other way round. */
function isVerifiedIn(around: CodeFunction | null, code: CodeView): boolean {
  return inside(code.calls, around?.node.range ?? code.root.range).some(
    (call) => verifies.test(call.callee) || (call.name === 'decode' && howUnverified(call, code) === null),
  );
}
