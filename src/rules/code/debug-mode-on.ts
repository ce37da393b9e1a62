import type { SyntaxNode } from '../../code/syntax.ts';
import type { CodeView } from '../../code/view/code-view.ts';
import { javaScript } from '../../code/view/languages.ts';
import { optionOf } from '../../code/view/options.ts';
import { booleanOf, fixedString } from '../../code/view/parts.ts';
import { bad, good } from '../code-examples.ts';
import { shown } from '../code-words.ts';
import { defineRule } from '../rule.ts';

/** Files that only developers run with. */
const forDevelopers = /(?:^|[/._-])(?:dev|devel|development|local|debug|test|testing|ci)(?:[/._-]|$)/i;
/** What stands before a switch that only developers get. */
const guarded = /is_?dev|development|NODE_ENV|DEBUG|IsDevelopment|environment|__main__|getenv|environ/i;
/** Lines before a switch that are searched for a guard. */
const searched = 300;

export default defineRule({
  id: 'debug-mode-on',
  about: 'code',
  title: 'Debug mode switched on',
  family: 'security',
  severity: 'warning',
  state: 'stable',
  languages: [...javaScript, 'python', 'php', 'ruby', 'go', 'csharp'],
  sources: [
    'https://owasp.org/API-Security/editions/2023/en/0xa8-security-misconfiguration/',
    'https://cwe.mitre.org/data/definitions/489.html',
  ],
  what: 'Whoever makes the service fail reads its code, settings and stack in the answer: `{switch}` holds in every environment.',
  why: 'Debug pages are made for the developer’s own machine.',
  fix: 'Let the environment switch it on, with off as the default.',
  examples: {
    bad: [
      bad('Django', 'shop/settings.py', '«DEBUG = True»', {
        base: 'DEBUG = env.bool("DEBUG", default=False)',
      }),
      bad('FastAPI', 'app/main.py', 'app = FastAPI(«debug=True»)'),
      bad('PHP', 'public/index.php', "<?php\n«ini_set('display_errors', '1')»;"),
      bad('Laravel', 'config/app.php', "<?php\nreturn [«'debug' => true»];", {
        base: "<?php\nreturn ['debug' => env('APP_DEBUG', false)];",
      }),
      bad(
        'Rails',
        'config/environments/production.rb',
        'Rails.application.configure do\n  «config.consider_all_requests_local = true»\nend',
      ),
      bad('Gin', 'main.go', 'package main\n\nfunc main() { «gin.SetMode(gin.DebugMode)» }'),
      bad(
        'ASP.NET',
        'Startup.cs',
        'class Startup { void Configure(IApplicationBuilder app) { «app.UseDeveloperExceptionPage()»; } }',
      ),
      bad(
        'Apollo',
        'src/server.ts',
        'const server = new ApolloServer({ schema, «includeStacktraceInErrorResponses: true» });',
      ),
    ],
    good: [
      good('the environment decides', 'shop/settings.py', 'DEBUG = os.environ.get("DEBUG") == "1"'),
      good('settings of developers', 'shop/settings/dev.py', 'DEBUG = True', 'DEBUG = False'),
      good('started by hand', 'app/main.py', 'if __name__ == "__main__":\n    app.run(debug=True)'),
      good(
        'only while developing',
        'Startup.cs',
        'class Startup { void Configure(A app, E env) { if (env.IsDevelopment()) { app.UseDeveloperExceptionPage(); } } }',
      ),
      good('a new project', 'shop/settings.py', 'DEBUG = True\nALLOWED_HOSTS = []'),
      good('a log that says more', 'src/log.ts', 'const log = createLogger({ debug: true });'),
    ],
  },
  detect({ code, base }) {
    if (forDevelopers.test(code.path)) return [];
    return switchesOf(code, base)
      .filter(
        (node) => !guarded.test(code.text.slice(Math.max(0, node.range.start - searched), node.range.start)),
      )
      .map((node) => ({ range: node.range, object: 'debug', data: { switch: shown(node, code) } }));
  },
});

function switchesOf(code: CodeView, base: CodeView | null): SyntaxNode[] {
  const on = (names: RegExp): SyntaxNode[] =>
    code.values
      .filter(({ name, value }) => names.test(name) && booleanOf(value) === true)
      .map(({ node }) => node);
  const called = (callee: RegExp): SyntaxNode[] =>
    code.calls.filter((call) => callee.test(call.callee)).map(({ node }) => node);
  switch (code.language) {
    case 'python':
      return [
        ...switchedIn(code, base, /^DEBUG$/),
        ...optionOn(code, /^(?:FastAPI|Starlette|Litestar|Sanic)$/),
      ];
    case 'php':
      return [
        ...(code.path.endsWith('config/app.php') ? switchedIn(code, base, /^debug$/) : []),
        ...code.calls
          .filter(
            ({ callee, args: [name, value] }) =>
              callee === 'ini_set' &&
              name !== undefined &&
              value !== undefined &&
              fixedString(name.value) === 'display_errors' &&
              /^["']?(?:1|on|true)["']?$/i.test(value.value.text.slice(0, 10)),
          )
          .map(({ node }) => node),
      ];
    case 'ruby':
      return /environments\/(?:production|staging)\.rb$/.test(code.path)
        ? on(/^consider_all_requests_local$/)
        : [];
    case 'go':
      return code.calls
        .filter(
          ({ callee, args: [mode] }) =>
            callee === 'gin.SetMode' && /DebugMode$|"debug"/.test(mode?.value.text ?? ''),
        )
        .map(({ node }) => node);
    case 'csharp':
      return called(/\.UseDeveloperExceptionPage$/);
    default:
      return on(/^includeStacktraceInErrorResponses$/);
  }
}

function optionOn(code: CodeView, makers: RegExp): SyntaxNode[] {
  return code.calls.flatMap((call) => {
    const option = makers.test(call.callee) ? optionOf(call, 'debug') : undefined;
    const named =
      option === undefined || booleanOf(option.value) !== true
        ? undefined
        : code.values.find(({ value }) => value.range.start === option.value.range.start);
    return named === undefined ? [] : [named.node];
  });
}

/** A setting that the file had otherwise before: what a new project begins with is overwritten where it is deployed. */
function switchedIn(code: CodeView, base: CodeView | null, names: RegExp): SyntaxNode[] {
  const before = base?.values.find(({ name }) => names.test(name));
  if (before === undefined || booleanOf(before.value) === true) return [];
  return code.values
    .filter(({ name, value }) => names.test(name) && booleanOf(value) === true)
    .map(({ node }) => node);
}
