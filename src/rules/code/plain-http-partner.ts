import type { SyntaxNode } from '../../code/syntax.ts';
import { allLanguages } from '../../code/view/languages.ts';
import { optionOf, positional } from '../../code/view/options.ts';
import { fixedStart } from '../../code/view/parts.ts';
import { bad, good } from '../code-examples.ts';
import { senderOf } from '../outgoing-requests.ts';
import { defineRule } from '../rule.ts';

/** Hosts that stand for no server of somebody else, or are reached inside a network. */
const inside =
  /^(?:localhost|[^.]*|.*\.(?:local|localhost|internal|test|example|invalid|svc|cluster|lan|home|corp|intranet|docker)|(?:.*\.)?example\.(?:com|org|net)|127\..*|0\.0\.0\.0|10\..*|192\.168\..*|172\.(?:1[6-9]|2\d|3[01])\..*|169\.254\..*|host\.docker\.internal|.*\.svc\..*|metadata\..*)$/i;

export default defineRule({
  id: 'plain-http-partner',
  about: 'code',
  title: 'Partner called without TLS',
  family: 'security',
  severity: 'warning',
  state: 'stable',
  languages: allLanguages,
  sources: [
    'https://owasp.org/API-Security/editions/2023/en/0xaa-unsafe-consumption-of-apis/',
    'https://cwe.mitre.org/data/definitions/319.html',
  ],
  what: 'Whoever sits on the way to `{host}` reads the request and writes the answer: it goes over plain HTTP.',
  why: 'The answer is then trusted as if `{host}` had sent it.',
  fix: 'Call `https://{host}`.',
  examples: {
    bad: [
      bad('fetch', 'src/a.ts', "const rates = await fetch(«'http://api.rates.io/latest'»);", {
        suggests: "const rates = await fetch('https://api.rates.io/latest');",
      }),
      bad('requests', 'app/a.py', 'rates = requests.get(«"http://api.rates.io/latest"», timeout=3)', {
        suggests: 'rates = requests.get("https://api.rates.io/latest", timeout=3)',
      }),
      bad('Go', 'a.go', 'package a\n\nfunc f() { http.Get(«"http://api.rates.io/latest"») }', {
        suggests: 'package a\n\nfunc f() { http.Get("https://api.rates.io/latest") }',
      }),
      bad('PHP', 'src/a.php', "<?php\n$rates = file_get_contents(«'http://api.rates.io/latest'»);", {
        suggests: "<?php\n$rates = file_get_contents('https://api.rates.io/latest');",
      }),
    ],
    good: [
      good('over TLS', 'src/a.ts', "const rates = await fetch('https://api.rates.io/latest');"),
      good('a neighbour', 'src/a.ts', "const rates = await fetch('http://rates:8080/latest');"),
      good('this machine', 'app/a.py', 'rates = requests.get("http://localhost:8080/latest")'),
      good('a name and no address', 'src/a.ts', "const ns = element('http://www.w3.org/2000/svg');"),
    ],
  },
  detect({ code }) {
    return code.calls.flatMap((call) => {
      const at = senderOf(call.callee);
      const url: SyntaxNode | undefined =
        at === null ? undefined : (positional(call)[at] ?? optionOf(call, 'url')?.value);
      const start = url === undefined ? null : fixedStart(url);
      const host =
        start === null ? undefined : /^http:\/\/([^/:?#]+)[/:?#]|^http:\/\/([^/:?#]+)$/.exec(start.text);
      const name = host?.[1] ?? (start?.whole === true ? host?.[2] : undefined);
      if (url === undefined || name === undefined || inside.test(name)) return [];
      return [{ range: url.range, object: name, data: { host: name } }];
    });
  },
  suggest({ range }, { code }) {
    const at = code.text.indexOf('http://', range.start);
    // A port is that of the plain protocol.
    if (at === -1 || at > range.start + 3 || /^http:\/\/[^/"'`]+:\d/.test(code.text.slice(at, range.end)))
      return null;
    return { range: { start: at, end: at + 4 }, text: 'https' };
  },
});
