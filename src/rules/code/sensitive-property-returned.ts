import { answers } from '../../api/exchange/answers.ts';
import type { SyntaxNode } from '../../code/syntax.ts';
import type { CodeView } from '../../code/view/code-view.ts';
import { javaScript } from '../../code/view/languages.ts';
import { type LiteralEntry, literalOf } from '../../code/view/options.ts';
import { booleanOf, isString, unwrapped } from '../../code/view/parts.ts';
import { bad, good } from '../code-examples.ts';
import { defineRule } from '../rule.ts';

/** Properties that nobody outside needs, whatever the answer is for. */
const sensitive =
  /^(?:password|password_?hash|hashed_?password|password_?digest|encrypted_?password|password_?salt|salt|ssn|social_?security(?:_?number)?|cvv|cvc|card_?number|credit_?card(?:_?number)?|private_?key|mfa_?secret|totp_?secret|otp_?secret|two_?factor_?secret|reset_?password_?token|password_?reset_?token|jwt_?secret)$/i;
/** Lists of what a serializer gives out. */
const lists: ReadonlySet<string> = new Set(['fields', 'attributes', 'visible']);

export default defineRule({
  id: 'sensitive-property-returned',
  about: 'code',
  title: 'Sensitive property in an answer',
  family: 'security',
  severity: 'warning',
  state: 'stable',
  languages: [...javaScript, 'python', 'go', 'ruby', 'php'],
  sources: [
    'https://owasp.org/API-Security/editions/2023/en/0xa3-broken-object-property-level-authorization/',
    'https://cwe.mitre.org/data/definitions/200.html',
  ],
  what: 'Every caller of this answer gets `{name}`.',
  why: 'What was sent once is in caches, logs and browsers, and clients come to rely on it.',
  fix: 'Leave `{name}` out of the answer.',
  examples: {
    bad: [
      bad('Express', 'src/a.ts', 'res.json({ id: user.id, «passwordHash: user.passwordHash» });'),
      bad(
        'inside of an object',
        'src/a.js',
        'res.status(200).json({ data: { id: user.id, «ssn: user.ssn» } });',
      ),
      bad(
        'Flask',
        'app/a.py',
        'def f(user):\n    return {"id": user.id, «"password_hash": user.password_hash»}, 200',
      ),
      bad(
        'Django REST framework',
        'app/serializers.py',
        'class UserSerializer(ModelSerializer):\n    class Meta:\n        model = User\n        fields = ["id", «"password_hash"»]',
      ),
      bad(
        'Gin',
        'a.go',
        'package a\n\nfunc f(c *gin.Context) { c.JSON(200, gin.H{«"password": user.Password»}) }',
      ),
    ],
    good: [
      good('left out', 'src/a.ts', 'res.json({ id: user.id, email: user.email });'),
      good('what went wrong with it', 'src/a.ts', "res.status(400).json({ password: 'too short' });"),
      good(
        'whether there is one',
        'src/a.ts',
        'res.json({ password: user.password !== null, ssn: undefined });',
      ),
      good('what is stored', 'src/a.ts', 'await users.insert({ passwordHash: hash });'),
      good(
        'only written',
        'app/serializers.py',
        'class UserSerializer(ModelSerializer):\n    class Meta:\n        model = User\n        fields = ["id", "password"]\n        extra_kwargs = {"password": {"write_only": True}}',
      ),
      good(
        'what the payment form of Stripe needs',
        'app/a.rb',
        'render json: { client_secret: intent.client_secret }',
      ),
    ],
  },
  detect({ code }) {
    const answered = code
      .kept(answers)
      .flatMap(({ body, status }) => ((status ?? 200) >= 400 ? [] : entriesIn(body)));
    const found = answered
      .filter(({ name, value }) => sensitive.test(name) && isGiven(value, code))
      .map(({ node, name }) => ({ node, name }));
    return [...found, ...listed(code)].map(({ node, name }) => ({
      range: node.range,
      object: name,
      data: { name },
    }));
  },
});

/** The properties of an answer, and of the objects in it. */
function entriesIn(body: SyntaxNode, depth = 0): readonly LiteralEntry[] {
  const entries = literalOf(body)?.entries ?? [];
  if (depth >= 2) return entries;
  return entries.flatMap((entry) => [entry, ...entriesIn(entry.value, depth + 1)]);
}

/** A value that is read from somewhere: no text, no comparison, nothing. */
function isGiven(value: SyntaxNode, code: CodeView): boolean {
  const inner = unwrapped(value);
  if (isString(inner) || booleanOf(inner) !== null || literalOf(inner) !== null) return false;
  const text = code.textOf(inner).slice(0, 200);
  return /^[$\w.?>\-[\]'"]+$/.test(text) && !/^(?:null|undefined|None|nil)$/.test(text);
}

/** Names in the list of a serializer. */
function listed(code: CodeView): { node: SyntaxNode; name: string }[] {
  if (
    code.language !== 'python' ||
    !/Serializer|Schema/.test(code.text) ||
    /write_only|load_only/.test(code.text)
  )
    return [];
  // A field that is declared decides itself what it gives out.
  const declared = new Set(code.values.filter(({ kind }) => kind === 'assignment').map(({ name }) => name));
  return code.values
    .filter(({ name, value }) => lists.has(name) && /^(?:list|tuple)$/.test(value.kind))
    .flatMap(({ value }) => value.children().filter(isString))
    .map((node) => ({ node, name: node.text.replace(/^["']|["']$/g, '') }))
    .filter(({ name }) => sensitive.test(name) && !declared.has(name));
}
