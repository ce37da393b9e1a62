import type { SyntaxNode } from '../../code/syntax.ts';
import type { CodeCall } from '../../code/view/calls.ts';
import { allLanguages } from '../../code/view/languages.ts';
import { optionOf, positional } from '../../code/view/options.ts';
import { bad, good } from '../code-examples.ts';
import { hostFromRequest, mayBeChecked } from '../code-flow.ts';
import { shown } from '../code-words.ts';
import { senderOf } from '../outgoing-requests.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'request-decides-url',
  about: 'code',
  title: 'Request to an address that the caller chooses',
  family: 'security',
  severity: 'warning',
  state: 'stable',
  languages: allLanguages,
  sources: [
    'https://owasp.org/API-Security/editions/2023/en/0xa7-server-side-request-forgery/',
    'https://cwe.mitre.org/data/definitions/918.html',
  ],
  what: 'Callers make this server ask any address it can reach: `{call}` sends a request to `{source}`.',
  why: 'Addresses inside the network, such as a cloud’s metadata service, answer the server and not the caller.',
  fix: 'Compare the host with a list of allowed ones before the request, refuse private addresses after resolving it, and follow no redirects.',
  examples: {
    bad: [
      bad(
        'a preview',
        'src/preview.ts',
        "app.get('/preview', async (req, res) => {\n  const page = await «fetch(req.query.url)»;\n  res.send(await page.text());\n});",
      ),
      bad(
        'through a variable',
        'src/import.js',
        'export async function load(req, res) {\n  const { source } = req.body;\n  const file = await «axios.get("https://" + source + "/export.csv")»;\n  res.json(file.data);\n}',
      ),
      bad(
        'a route of FastAPI',
        'app/api.py',
        '@app.post("/fetch")\nasync def load(url: str):\n    return «httpx.get(url)».text',
      ),
      bad(
        'Flask',
        'app/api.py',
        'def load():\n    url = request.args.get("url")\n    return «requests.get(url, timeout=3)».text',
      ),
      bad(
        'Gin',
        'api/load.go',
        'package api\n\nfunc load(c *gin.Context) {\n\turl := c.Query("url")\n\tresponse, err := «http.Get(url)»\n\tsend(c, response, err)\n}',
      ),
      bad(
        'Rails',
        'app/controllers/a.rb',
        'def show\n  render plain: «HTTParty.get(params[:url])».body\nend',
      ),
      bad('PHP', 'src/load.php', '<?php\n$page = «file_get_contents($_GET["url"])»;'),
      bad(
        'Spring',
        'src/A.java',
        'class A { String load(@RequestParam String url) { return «restTemplate.getForObject(url, String.class)»; } }',
      ),
      bad(
        'ASP.NET',
        'src/A.cs',
        'class A { async Task F([FromQuery] string url) { await «client.GetStringAsync(url)»; } }',
      ),
    ],
    good: [
      good(
        'the host is fixed',
        'src/a.ts',
        'async function f(req, res) {\n  res.send(await fetch("https://api.example.com/items/" + req.params.id));\n}',
      ),
      good(
        'the host is looked up in a list',
        'src/a.ts',
        'async function f(req, res) {\n  const url = new URL(req.query.url);\n  if (!allowedHosts.has(url.host)) return res.sendStatus(400);\n  res.send(await fetch(url));\n}',
      ),
      good(
        'the address comes from the settings',
        'app/a.py',
        'def load():\n    return requests.get(settings.PARTNER_URL, params=request.args)',
      ),
      good(
        'the caller chooses the data',
        'src/a.ts',
        'async function f(req, res) {\n  await axios.post(partner, req.body.url);\n}',
      ),
      good(
        'a dependency of FastAPI',
        'app/a.py',
        '@app.get("/x")\nasync def load(client = Depends(partner)):\n    return httpx.get(client)',
      ),
    ],
  },
  detect({ code }) {
    return code.calls.flatMap((call) => {
      const url = urlOf(call);
      const source = url === null ? null : hostFromRequest(url, code);
      if (source === null || mayBeChecked(call.node, code)) return [];
      return [
        { range: call.node.range, object: call.callee, data: { call: shown(call.node, code), source } },
      ];
    });
  },
});

function urlOf(call: CodeCall): SyntaxNode | null {
  const at = senderOf(call.callee);
  return at === null ? null : (positional(call)[at] ?? optionOf(call, 'url')?.value ?? null);
}
