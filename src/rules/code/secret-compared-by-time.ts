import type { SyntaxNode } from '../../code/syntax.ts';
import { type CodeView, inside } from '../../code/view/code-view.ts';
import { allLanguages } from '../../code/view/languages.ts';
import { memberOf, plainName, unwrapped } from '../../code/view/parts.ts';
import { bad, good } from '../code-examples.ts';
import { perFunction } from '../code-flow.ts';
import { shown } from '../code-words.ts';
import { defineRule } from '../rule.ts';

/** Calls that make a signature with a shared key. */
const makers =
  /(?:^|\.)(?:createHmac|hash_hmac|HMAC|NewHMAC|HMACSHA(?:1|256|384|512)|HmacUtils)$|^hmac\.(?:new|New|digest)$|OpenSSL\.HMAC\.|^Mac\.getInstance$/;
const signature = /sig(?:nature)?s?$|hmac|digest|^mac$|^(?:expected|computed|calculated)(?:_?\w{0,12})?$/i;
const nothing = /^(?:null|undefined|None|nil|true|false|''|""|0)$/;

export default defineRule({
  id: 'secret-compared-by-time',
  about: 'code',
  title: 'Signature compared in a time that tells',
  family: 'security',
  severity: 'warning',
  state: 'stable',
  languages: allLanguages,
  sources: [
    'https://cwe.mitre.org/data/definitions/208.html',
    'https://owasp.org/API-Security/editions/2023/en/0xaa-unsafe-consumption-of-apis/',
  ],
  what: 'A sender without the key can find a valid signature byte by byte: `{comparison}` ends at the first difference.',
  why: 'How long the answer takes tells how much of the guess was right.',
  fix: 'Compare with {function}.',
  examples: {
    bad: [
      bad(
        'Node',
        'src/hook.ts',
        "function verify(body, signature) {\n  const expected = createHmac('sha256', key).update(body).digest('hex');\n  return «signature === expected»;\n}",
      ),
      bad(
        'Python',
        'app/hook.py',
        'def verify(body, signature):\n    digest = hmac.new(key, body, hashlib.sha256).hexdigest()\n    if «digest != signature»:\n        raise Forbidden()',
      ),
      bad(
        'PHP',
        'src/Hook.php',
        "<?php\nfunction verify($body, $signature) {\n  return «hash_hmac('sha256', $body, KEY) === $signature»;\n}",
      ),
      bad(
        'Ruby',
        'app/hook.rb',
        'def verify(body, signature)\n  digest = OpenSSL::HMAC.hexdigest("SHA256", KEY, body)\n  «digest == signature»\nend',
      ),
      bad(
        'Go',
        'hook.go',
        'package hook\n\nfunc verify(body []byte, signature string) bool {\n\tmac := hmac.New(sha256.New, key)\n\tmac.Write(body)\n\texpected := hex.EncodeToString(mac.Sum(nil))\n\treturn «expected == signature»\n}',
      ),
      bad(
        'Java',
        'Hook.java',
        'class A { boolean f(String signature) { Mac mac = Mac.getInstance("HmacSHA256"); String expected = hex(mac); return «expected.equals(signature)»; } }',
      ),
    ],
    good: [
      good(
        'a comparison that takes as long for any guess',
        'src/hook.ts',
        "function verify(body, signature) {\n  const expected = createHmac('sha256', key).update(body).digest();\n  return timingSafeEqual(expected, Buffer.from(signature, 'hex'));\n}",
      ),
      good(
        'the length of it',
        'src/hook.ts',
        "function verify(body, signature) {\n  const expected = createHmac('sha256', key).update(body).digest();\n  return signature.length === expected.length && timingSafeEqual(expected, signature);\n}",
      ),
      good(
        'whether there is one',
        'app/hook.py',
        'def verify(body, signature):\n    digest = hmac.new(key, body, hashlib.sha256).hexdigest()\n    if signature == None:\n        raise Forbidden()\n    return hmac.compare_digest(digest, signature)',
      ),
      good(
        'a checksum without a key',
        'src/file.ts',
        "function same(file, digest) {\n  return createHash('sha256').update(file).digest('hex') === digest;\n}",
      ),
    ],
  },
  detect({ code }) {
    const makesSignature = perFunction(
      (around) =>
        around !== null && inside(code.calls, around.node.range).some(({ callee }) => makers.test(callee)),
    );
    return code.comparisons.flatMap(({ node, left, right }) => {
      if (!isSignature(left, code) || !isSignature(right, code)) return [];
      if (!makesSignature(code.functionAt(node.range.start))) return [];
      return [
        {
          range: node.range,
          object: shown(node, code),
          data: { comparison: shown(node, code), function: equalFunctions[code.language] },
        },
      ];
    });
  },
});

const script = '`crypto.timingSafeEqual`';
const equalFunctions: Readonly<Record<CodeView['language'], string>> = {
  javascript: script,
  typescript: script,
  tsx: script,
  python: '`hmac.compare_digest`',
  php: '`hash_equals`',
  ruby: '`OpenSSL.secure_compare`',
  go: '`hmac.Equal`',
  java: '`MessageDigest.isEqual`',
  kotlin: '`MessageDigest.isEqual`',
  csharp: '`CryptographicOperations.FixedTimeEquals`',
  rust: '`Mac::verify_slice`',
};

/** By the last name of it: `signature`, `expectedSig`, `req.headers['x-signature']`, `hash_hmac(…)`. */
function isSignature(node: SyntaxNode, code: CodeView): boolean {
  const inner = unwrapped(node);
  if (inner.range.end - inner.range.start > 120) return false;
  const text = code.textOf(inner);
  if (nothing.test(text) || /\.(?:length|size|len\(\))$/.test(text)) return false;
  const name = memberOf(inner)?.name ?? plainName(inner);
  return signature.test(name) || /^(?:hash_hmac|hmac)\b|['"][\w-]*signature[\w-]*['"]\]?\)?$/i.test(text);
}
