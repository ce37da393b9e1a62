import { createHash } from 'node:crypto';
import { type Html, html } from '../text/html.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** System fonts, light and dark by the reader's setting, nothing from elsewhere. */
const style = `
:root {
  color-scheme: light dark;
  --page: #f6f7f9; --card: #fff; --line: #8a94a3; --text: #1c2430; --quiet: #505b69; --link: #0b5cc4;
  --button: #1a7f4b; --button-text: #fff; --bad: #b3252f; --bad-back: #fdeaea;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0f141b; --card: #171d26; --line: #66717f; --text: #dfe6ee; --quiet: #a3afbd; --link: #6cb0ff;
    --button: #2f9e63; --button-text: #06130b; --bad: #ff9a9e; --bad-back: #33191d;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 1rem/1.55 system-ui, sans-serif; overflow-wrap: anywhere; }
main { max-width: 40rem; margin: 0 auto; padding: 2.5rem 1.25rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 1rem; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
a { color: var(--link); }
form { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: 1.25rem; margin: 1.5rem 0; }
label { display: block; font-weight: 600; }
input { display: block; width: 100%; font: inherit; color: inherit; background: var(--page); border: 1px solid var(--line); border-radius: .4rem; padding: .5rem .6rem; margin: .25rem 0; }
input[aria-invalid=true] { border-color: var(--bad); }
button { font: inherit; font-weight: 600; color: var(--button-text); background: var(--button); border: 0; border-radius: .4rem; padding: .6rem 1.1rem; cursor: pointer; }
:is(a, input, button):focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.hint { color: var(--quiet); margin: 0 0 1.1rem; }
.problem { color: var(--bad); background: var(--bad-back); border-radius: .4rem; padding: .5rem .7rem; margin: .25rem 0; }
table { border-collapse: collapse; } th, td { text-align: left; padding: .15rem 1.5rem .15rem 0; } th { font-weight: 400; }
`;

const source = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

export interface PageOptions {
  readonly title: string;
  readonly body: Html;
  readonly status?: number;
  /** The only script that may run. */
  readonly script?: string;
}

/** A whole page. It loads nothing, and tells other sites its origin but not its address, which is a secret. */
export function page({ title, body, status = 200, script = '' }: PageOptions): Answer {
  // No `form-action`: browsers hold a form's redirects to it as well, and behind GitHub's may stand any sign-on.
  const policy = [
    "default-src 'none'",
    `style-src ${source(style)}`,
    ...(script === '' ? [] : [`script-src ${source(script)}`]),
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  const document = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${{ html: style }}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${body}
</main>
${script === '' ? '' : html`<script>${{ html: script }}</script>`}
</body>
</html>
`;
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy.join('; '),
    },
    body: document.html,
  };
}
