import type { SyntaxNode } from '../../code/syntax.ts';
import type { CodeView } from '../../code/view/code-view.ts';
import { javaScript } from '../../code/view/languages.ts';
import { bad, good } from '../code-examples.ts';
import { mayBeChecked } from '../code-flow.ts';
import { shown } from '../code-words.ts';
import { defineRule, type Match } from '../rule.ts';
import { writtenBody } from '../written-body.ts';

export default defineRule({
  id: 'mass-assignment',
  about: 'code',
  title: 'Callers set any property of a stored object',
  family: 'security',
  severity: 'warning',
  state: 'stable',
  languages: [...javaScript, 'python', 'php', 'ruby'],
  sources: [
    'https://owasp.org/API-Security/editions/2023/en/0xa3-broken-object-property-level-authorization/',
    'https://cwe.mitre.org/data/definitions/915.html',
  ],
  what: 'Callers set properties that no form shows, such as a role, an owner or a balance: `{call}` writes everything that `{source}` holds.',
  why: 'The object takes each name that it knows, and a column that is added later is open from its first day.',
  fix: 'Take the properties that callers may set by name.',
  variants: {
    open: {
      what: 'Callers set any property of the object that the code fills from a request: `{call}` allows them all.',
      fix: 'List the properties that callers may set.',
    },
  },
  examples: {
    bad: [
      bad(
        'a document is made',
        'src/a.ts',
        'app.post("/users", async (req, res) => {\n  res.json(await «User.create(req.body)»);\n});',
      ),
      bad(
        'an object takes all',
        'src/a.js',
        'export async function update(req, res) {\n  const user = await load(req.params.id);\n  «Object.assign(user, req.body)»;\n  await user.save();\n}',
      ),
      bad(
        'Prisma',
        'src/a.ts',
        'export const create = async (req, res) => res.json(await «prisma.user.create({ data: req.body })»);',
      ),
      bad('Django', 'app/a.py', 'def create(request):\n    return «Order.objects.create(**request.data)»'),
      bad('SQLAlchemy', 'app/a.py', 'def create():\n    db.session.add(«User(**request.json)»)'),
      bad('Rails', 'app/a.rb', 'def create\n  User.create!(«params.require(:user).permit!»)\nend'),
      bad(
        'Laravel',
        'app/A.php',
        '<?php\nclass A { function store($request) { return «User::create($request->all())»; } }',
      ),
      bad(
        'a model without a list',
        'app/User.php',
        '<?php\nclass User extends Model { protected «$guarded = []»; }',
      ),
    ],
    good: [
      good(
        'by name',
        'src/a.ts',
        'app.post("/users", async (req, res) => {\n  const { name, email } = req.body;\n  res.json(await User.create({ name, email }));\n});',
      ),
      good(
        'parsed first',
        'src/a.ts',
        'app.post("/users", async (req, res) => {\n  const body = schema.parse(req.body);\n  res.json(await User.create(body));\n});',
      ),
      good(
        'validated in place',
        'src/a.js',
        'export async function create(req, res) {\n  validate(req.body);\n  res.json(await User.create(req.body));\n}',
      ),
      good(
        'a route that validates',
        'src/a.js',
        "const app = require('express')();\napp.post('/users', validate(user), async (req, res) => res.json(await User.create(req.body)));",
      ),
      good(
        'permitted by name',
        'app/a.rb',
        'def create\n  User.create!(params.require(:user).permit(:name))\nend',
      ),
      good(
        'into nothing that is stored',
        'src/a.ts',
        'export const f = (req) => Object.assign({}, req.body);',
      ),
    ],
  },
  detect({ code, endpoints }) {
    const open = code.language === 'ruby' || code.language === 'php' ? openLists(code) : [];
    const written = code.calls.flatMap((call): Match[] => {
      const source = writtenBody(call, code);
      if (source === null || mayBeChecked(call.node, code)) return [];
      const handler = endpoints.find(
        ({ handler }) =>
          handler !== null && handler.start <= call.node.range.start && call.node.range.end <= handler.end,
      );
      if (handler !== undefined && handler.validation.length + (handler.otherChecks?.length ?? 0) > 0)
        return [];
      return [
        { range: call.node.range, object: call.callee, data: { call: shown(call.node, code), source } },
      ];
    });
    return [...open, ...written];
  },
});

/** `permit!` of Rails; a model of Laravel that guards nothing. */
function openLists(code: CodeView): Match[] {
  const found = (node: SyntaxNode, object: string): Match => ({
    range: node.range,
    object,
    data: { call: shown(node, code) },
    variant: 'open',
  });
  const permitted = code.calls
    .filter(({ name, callee }) => name === 'permit!' && callee.startsWith('params'))
    .map(({ node, callee }) => found(node, callee));
  const guarded = code.values
    .filter(
      ({ name, value }) =>
        code.language === 'php' && name === 'guarded' && /^\[\s*\]$/.test(code.textOf(value)),
    )
    .map(({ node }): Match => ({ ...found(node, 'guarded'), severity: 'advice' }));
  return [...permitted, ...guarded];
}
