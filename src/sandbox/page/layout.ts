import { createHash } from 'node:crypto';
import { escapeHtml, type Html } from '../../text/html.ts';
import type { Answer } from '../http/answer.ts';
import { style } from './style.ts';

const styleHash = createHash('sha256').update(style).digest('base64');

/** Only this style and forms to the stand-in itself: whatever slipped through the renderer could do nothing. */
const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;

export interface PageOptions {
  readonly title: string;
  readonly body: Html;
  readonly status?: number;
  /** Seconds after which the page loads again, for what is still under way. */
  readonly refresh?: number;
}

/** A whole page. */
export function pageAnswer({ title, body, status = 200, refresh }: PageOptions): Answer {
  const again = refresh === undefined ? '' : `<meta http-equiv="refresh" content="${refresh}">\n`;
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    },
    body: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${again}<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
${body.html}
</main>
</body>
</html>
`,
  };
}
