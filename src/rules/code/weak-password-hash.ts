import type { SyntaxNode } from '../../code/syntax.ts';
import { type CodeCall, callAt } from '../../code/view/calls.ts';
import type { CodeView } from '../../code/view/code-view.ts';
import { allLanguages } from '../../code/view/languages.ts';
import { fixedString } from '../../code/view/parts.ts';
import { bad, good } from '../code-examples.ts';
import { shown } from '../code-words.ts';
import { defineRule } from '../rule.ts';

/** Calls that hash, by name alone. */
const hashCalls =
  /^(?:\w+\.)*(?:md5|sha1)$|^(?:hashlib|Digest)\.(?:md5|sha1)\b|^Digest\.(?:MD5|SHA1)\.\w+$|^(?:md5|sha1)\.Sum$|^DigestUtils\.(?:md5|sha1)\w*$|^CryptoJS\.(?:MD5|SHA1)$|^(?:MD5|SHA1)\.HashData$/;
/** Calls whose first argument names the hash; what is hashed is the second, or goes to `update`. */
const namedHash = /^(?:(?:\w+\.)*createHash|hash|MessageDigest\.getInstance)$/;
const weakName = /^(?:md5|sha-?1)$/i;
const password = /(?:^|[^a-z])(?:passwords?|passwd|pwd|passphrase)\b|[a-z]Password\b/i;
/** The service that knows leaked passwords is asked by their SHA-1. */
const leaked = /pwned|hibp|haveibeenpwned/i;

export default defineRule({
  id: 'weak-password-hash',
  about: 'code',
  title: 'Password hashed with a fast hash',
  family: 'security',
  severity: 'warning',
  state: 'stable',
  languages: allLanguages,
  sources: [
    'https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html',
    'https://cwe.mitre.org/data/definitions/916.html',
  ],
  what: 'Whoever gets the table reads most passwords within hours: `{call}` hashes them with {hash}.',
  why: 'A graphics card tries billions of candidates a second against it, and equal passwords have equal hashes.',
  fix: 'Hash with Argon2id, scrypt or bcrypt, and hash the old ones anew when their owners sign in next.',
  examples: {
    bad: [
      bad(
        'createHash',
        'src/users.ts',
        "const hash = «crypto.createHash('md5').update(password)».digest('hex');",
      ),
      bad('hashlib', 'app/users.py', 'digest = «hashlib.sha1(password.encode())».hexdigest()'),
      bad('PHP', 'src/User.php', '<?php\n$hash = «md5($password)»;'),
      bad('Ruby', 'app/user.rb', 'hash = «Digest::MD5.hexdigest(password)»'),
      bad(
        'Go',
        'user.go',
        'package user\n\nfunc hash(password string) [16]byte { return «md5.Sum([]byte(password))» }',
      ),
      bad(
        'C#',
        'User.cs',
        'class A { object F(string password) { return «MD5.HashData(Encoding.UTF8.GetBytes(password))»; } }',
      ),
    ],
    good: [
      good('bcrypt', 'src/users.ts', 'const hash = await bcrypt.hash(password, 12);'),
      good('a fingerprint of a file', 'app/files.py', 'digest = hashlib.md5(content).hexdigest()'),
      good(
        'asked of the service that knows leaked ones',
        'app/pwned.py',
        'def is_leaked(password):\n    digest = hashlib.sha1(password.encode()).hexdigest()\n    return ask("https://api.pwnedpasswords.com/range/" + digest[:5])',
      ),
      good(
        'the key of a cache',
        'src/cache.js',
        "const key = crypto.createHash('sha1').update(url).digest('hex');",
      ),
      good(
        'digest access authentication',
        'src/digest.ts',
        "const ha1 = md5(username + ':' + realm + ':' + password);",
      ),
    ],
  },
  detect({ code }) {
    if (leaked.test(code.text)) return [];
    return code.calls.flatMap((call) => {
      const hash = hashOf(call, code);
      if (hash === null) return [];
      return [
        {
          range: call.node.range,
          object: hash.what,
          data: { call: shown(call.node, code), hash: hash.name },
        },
      ];
    });
  },
});

function hashOf(call: CodeCall, code: CodeView): { name: string; what: string } | null {
  const [first, second] = call.args;
  const direct = hashCalls.test(call.callee) ? first?.value : undefined;
  if (direct !== undefined) return named(call.callee, direct, code);
  if (
    call.name === 'hash' &&
    first !== undefined &&
    second !== undefined &&
    weakName.test(fixedString(first.value) ?? '')
  )
    return named(fixedString(first.value) ?? '', second.value, code);
  // `createHash('md5').update(password)`
  const made = call.name === 'update' && call.receiver !== null ? callAt(call.receiver) : null;
  const kind = made?.args[0] === undefined ? null : fixedString(made.args[0].value);
  if (made === null || kind === null || first === undefined) return null;
  return namedHash.test(made.callee) && weakName.test(kind) ? named(kind, first.value, code) : null;
}

function named(hash: string, value: SyntaxNode, code: CodeView): { name: string; what: string } | null {
  if (value.range.end - value.range.start > 200) return null;
  const what = code.textOf(value);
  // Digest access authentication asks for it.
  if (/realm|nonce/i.test(what)) return null;
  return password.test(what) ? { name: /md5/i.test(hash) ? 'MD5' : 'SHA-1', what } : null;
}
