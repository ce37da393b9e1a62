import type { SyntaxNode } from '../../code/syntax.ts';
import type { CodeView } from '../../code/view/code-view.ts';
import { allLanguages } from '../../code/view/languages.ts';
import { memberOf, plainName, subscriptOf, unwrapped } from '../../code/view/parts.ts';
import { bad, good } from '../code-examples.ts';
import { shown } from '../code-words.ts';
import { defineRule } from '../rule.ts';

/** Where a stored password is read from. */
const stored = /^\$?(?:\w*user|account|admin|member|customer|row|record|found|existing\w*|employee|u)$/i;
const password = /^(?:password|passwd|pwd)$/i;
/** What a caller gives: the name alone, or a part of what they sent. */
const given =
  /^\$?(?:(?:input|given|plain|entered|provided|raw|request|req|body|dto|form|params|data|credentials|payload|login\w*)(?:\b.*)?)?[.[>:'"-]*(?:get\(['"])?(?:\w*_?password|pwd|passwd|pass)['"\])]*$/i;

export default defineRule({
  id: 'password-compared-plainly',
  about: 'code',
  title: 'Password compared as plain text',
  family: 'security',
  severity: 'warning',
  state: 'stable',
  languages: allLanguages,
  sources: [
    'https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html',
    'https://cwe.mitre.org/data/definitions/256.html',
  ],
  what: 'Whoever reads the table has every password: `{comparison}` is true only where it is stored as it was typed.',
  why: 'People use a password in several places, and backups, logs and replicas hold the table, too.',
  fix: 'Store a hash (Argon2id, scrypt or bcrypt) and check with its library’s own function.',
  examples: {
    bad: [
      bad('Express', 'src/login.ts', 'const ok = «user.password === req.body.password»;'),
      bad('Django', 'app/login.py', 'if «user.password == password»:\n    login(user)'),
      bad(
        'Go',
        'login.go',
        'package login\n\nfunc check(user User, input Input) bool { return «user.Password == input.Password» }',
      ),
      bad(
        'Java',
        'A.java',
        'class A { boolean f(User user, String password) { return «user.password.equals(password)»; } }',
      ),
      bad('Rails', 'app/login.rb', 'ok = «user.password == params[:password]»'),
    ],
    good: [
      good(
        'a hash',
        'src/login.ts',
        'const ok = await bcrypt.compare(req.body.password, user.passwordHash);',
      ),
      good(
        'typed twice',
        'src/register.ts',
        'if (req.body.password !== req.body.confirmPassword) throw new Error();',
      ),
      good(
        'typed twice, under a name that says so',
        'app/a.py',
        'if password != password_confirmation:\n    raise Invalid()',
      ),
      good('whether there is one', 'src/login.ts', 'if (user.password === null) throw new Error();'),
      good(
        'the old one and the new one',
        'src/a.ts',
        'if (body.password === body.oldPassword) throw new Error();',
      ),
    ],
  },
  detect({ code }) {
    return code.comparisons.flatMap(({ node, left, right }) => {
      const sides = [
        [left, right],
        [right, left],
      ] as const;
      if (!sides.some(([one, other]) => isStored(one, code) && isGiven(other, code))) return [];
      const comparison = shown(node, code);
      return [{ range: node.range, object: comparison, data: { comparison } }];
    });
  },
});

function isStored(node: SyntaxNode, code: CodeView): boolean {
  const inner = unwrapped(node);
  if (inner.range.end - inner.range.start > 100) return false;
  const member = memberOf(inner);
  const subscript = subscriptOf(inner);
  const name = member?.name ?? (subscript === null ? '' : plainName(subscript.key));
  const object = member?.object ?? subscript?.object;
  return password.test(name) && object !== undefined && stored.test(code.textOf(object));
}

function isGiven(node: SyntaxNode, code: CodeView): boolean {
  const inner = unwrapped(node);
  if (inner.range.end - inner.range.start > 100 || isStored(inner, code)) return false;
  const text = code.textOf(inner);
  return given.test(text) && !/hash|encrypt|digest|confirm|repeat|old|new|crypt/i.test(text);
}
