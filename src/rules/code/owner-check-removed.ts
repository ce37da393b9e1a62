import { allLanguages } from '../../code/view/languages.ts';
import { codeSpan } from '../../report/markdown/code-span.ts';
import { bad, good } from '../code-examples.ts';
import { shown } from '../code-words.ts';
import { lostAsk, lostScopes, samePairs } from '../owner-scope.ts';
import { type CodeMatch, defineRule } from '../rule.ts';

export default defineRule({
  id: 'owner-check-removed',
  about: 'code',
  title: 'No longer asked whose it is',
  family: 'security',
  severity: 'warning',
  state: 'stable',
  languages: allLanguages,
  sources: [
    'https://owasp.org/API-Security/editions/2023/en/0xa1-broken-object-level-authorization/',
    'https://cwe.mitre.org/data/definitions/639.html',
  ],
  what: 'Whoever knows an id gets the things of others: `{call}` no longer says whose they have to be.',
  why: 'Before, what belongs to somebody else was not found.',
  fix: 'Put the owner back into the condition; where everybody may have all of them, say so in this pull request.',
  variants: {
    asked: {
      what: 'Whoever is signed in may do this to the things of others: `{call}` is gone, and nothing that may do the same has come.',
      why: 'Before, the code asked whether this caller may.',
      fix: 'Put `{call}` back.',
    },
  },
  examples: {
    bad: [
      bad(
        'Prisma',
        'src/a.ts',
        'async function show(req, res) {\n  res.json(await «prisma.order.findFirst({ where: { id: req.params.id } })»);\n}',
        {
          base: 'async function show(req, res) {\n  res.json(await prisma.order.findFirst({ where: { id: req.params.id, userId: req.user.id } }));\n}',
        },
      ),
      bad('Rails', 'app/a.rb', 'def show\n  @order = «Order.find(params[:id])»\nend', {
        base: 'def show\n  @order = current_user.orders.find(params[:id])\nend',
      }),
      bad('Django', 'app/a.py', 'def show(request, pk):\n    return render(«Order.objects.get(pk=pk)»)', {
        base: 'def show(request, pk):\n    return render(Order.objects.get(pk=pk, owner_id=request.user.id))',
      }),
      bad(
        'a policy is no longer asked',
        'app/a.rb',
        '«def destroy»\n  @order = Order.find(params[:id])\n  @order.destroy\nend',
        {
          base: 'def destroy\n  @order = Order.find(params[:id])\n  authorize @order\n  @order.destroy\nend',
        },
      ),
    ],
    good: [
      good(
        'compared afterwards',
        'src/a.ts',
        'async function show(req, res) {\n  const order = await prisma.order.findFirst({ where: { id: req.params.id } });\n  if (order.userId !== req.user.id) return res.sendStatus(404);\n  res.json(order);\n}',
        'async function show(req, res) {\n  res.json(await prisma.order.findFirst({ where: { id: req.params.id, userId: req.user.id } }));\n}',
      ),
      good(
        'asked before every action',
        'app/a.rb',
        'class Orders\n  before_action :authorize_order\n  def destroy\n    @order.destroy\n  end\nend',
        'class Orders\n  def destroy\n    authorize @order\n    @order.destroy\n  end\nend',
      ),
      good(
        'the owner under another name',
        'app/a.py',
        'def show(request, pk):\n    return render(Order.objects.get(pk=pk, tenant_id=request.tenant.id))',
        'def show(request, pk):\n    return render(Order.objects.get(pk=pk, owner_id=request.user.id))',
      ),
      good(
        'it never was asked',
        'app/a.rb',
        'def show\n  @order = Order.find(params[:id])\nend',
        'def show\n  @order = Order.find_by!(id: params[:id])\nend',
      ),
      good(
        'a model, which does as it is told',
        'app/models/a.rb',
        'def plan\n  Plan.find(plan_id)\nend',
        'def plan\n  Plan.find_by(id: plan_id, user_id: user_id)\nend',
      ),
    ],
  },
  detect({ code, base }) {
    if (base === null) return [];
    return samePairs(base, code).flatMap(([was, is]): CodeMatch[] => {
      const scopes = lostScopes(was, is, base, code).map(
        ({ call, before }): CodeMatch => ({
          range: call.node.range,
          object: call.callee,
          data: { call: shown(call.node, code) },
          evidence: [
            {
              kind: 'parsed',
              text: `before: ${codeSpan(before.slice(0, 120))}`,
              path: base.path,
              line: null,
            },
          ],
        }),
      );
      const asked = scopes.length > 0 ? null : lostAsk(was, is, base, code);
      if (asked === null) return scopes;
      const { start } = is.node.range;
      const end = Math.min(is.node.range.end, code.lines.rangeOf(code.lines.lineAt(start)).end);
      return [
        {
          range: { start, end },
          object: `${is.name} ${asked.callee}`,
          data: { call: shown(asked.node, base) },
          variant: 'asked',
          removal: true,
        },
      ];
    });
  },
});
