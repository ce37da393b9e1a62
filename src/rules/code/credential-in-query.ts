import { requestData } from '../../api/exchange/request-data.ts';
import { javaScript } from '../../code/view/languages.ts';
import { bad, good } from '../code-examples.ts';
import { defineRule } from '../rule.ts';

/** A part of the query that signs somebody in, at the end of the expression that reads it. */
const credential =
  /(?:\.query(?:\.|\[['"]|\(['"])|\.args(?:\.get\(|\[)['"]|\.GET(?:\.get\(|\[)['"]|\.query_params(?:\.get\(|\[)['"]|\.(?:Query|QueryParam|DefaultQuery)\(['"]|URL\.Query\(\)\.Get\(['"]|\$_GET\[['"]|searchParams\.get\(['"])(password|passwd|access_?token|api_?key|secret|client_?secret|jwt)['"]?[\])]*$/i;

export default defineRule({
  id: 'credential-in-query',
  about: 'code',
  title: 'Credential read from the query',
  family: 'security',
  severity: 'advice',
  state: 'stable',
  languages: [...javaScript, 'python', 'go', 'php'],
  sources: [
    'https://cwe.mitre.org/data/definitions/598.html',
    'https://www.rfc-editor.org/rfc/rfc6750#section-2.3',
  ],
  what: '`{name}` of every caller ends in access logs, in histories and in the `Referer` of what the page loads: `{source}` reads it from the address.',
  why: 'Addresses are kept and passed on where headers and bodies are not.',
  fix: 'Read it from the `Authorization` header or from the body.',
  examples: {
    bad: [
      bad('Express', 'src/a.ts', 'const key = «req.query.api_key»;'),
      bad('Flask', 'app/a.py', 'password = «request.args.get("password")»'),
      bad('Gin', 'a.go', 'package a\n\nfunc f(c *gin.Context) { use(«c.Query("access_token")») }'),
      bad('PHP', 'src/a.php', '<?php\n$password = «$_GET["password"]»;'),
    ],
    good: [
      good('from the header', 'src/a.ts', "const key = req.get('x-api-key');"),
      good('from the body', 'src/a.ts', 'const password = req.body.password;'),
      good('the token of a link in a mail', 'src/a.ts', 'const token = req.query.token;'),
      good('an address that is called', 'src/a.ts', "const page = await fetch(url + '?api_key=' + key);"),
    ],
  },
  detect({ code }) {
    const data = code.kept(requestData);
    const kinds = ['member_expression', 'subscript_expression', 'call_expression', 'call', 'subscript'];
    return code.root.findAll(kinds).flatMap((node) => {
      if (node.range.end - node.range.start > 100) return [];
      const text = node.text.replace(/\s+/g, '');
      const name = credential.exec(text)?.[1];
      if (name === undefined || data.sourceOf(node) === null) return [];
      return [
        {
          range: node.range,
          object: name,
          data: { name, source: text },
          ...(/^passw/i.test(name) ? { severity: 'warning' as const } : {}),
        },
      ];
    });
  },
});
