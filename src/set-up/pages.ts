import { html } from '../text/html.ts';
import { type Answer, page } from './layout.ts';
import type { Manifest } from './manifest.ts';

export interface FormOptions {
  readonly app: Manifest;
  /** The form's address. */
  readonly action: string;
  readonly address: string;
  readonly organisation: string;
  /** What was wrong with the fields that were sent. */
  readonly problems: { readonly address?: string; readonly organisation?: string };
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** The first page: where the service is, and whose the App shall be. */
export function formPage({ app, action, address, organisation, problems, expiresAt }: FormOptions): Answer {
  const wrong = problems.address !== undefined || problems.organisation !== undefined;
  const body = html`<p>This registers a GitHub App for this service. Its key and its webhook’s secret come from GitHub straight to this
server, and stay here.</p>
<form method="get" action="${action}">
${field({
  name: 'address',
  label: 'Public address of this service',
  hint: 'GitHub delivers webhooks there, below /api/github/webhooks.',
  problem: problems.address,
  attributes: html`type="url" inputmode="url" required placeholder="https://reviews.acme.com" value="${address}"`,
})}
${field({
  name: 'organisation',
  label: 'Organisation',
  hint: 'The name in its address on GitHub. Leave it empty to register the App on your own account.',
  problem: problems.organisation,
  attributes: html`type="text" autocapitalize="none" spellcheck="false" value="${organisation}"`,
})}
<button>Create the App on GitHub</button>
</form>
<h2>What the App asks for</h2>
<table>
${Object.entries(app.default_permissions).map(
  ([name, level]) => html`<tr><th scope="row">${words(name)}</th><td>${level}</td></tr>`,
)}
</table>
<p>Events: ${app.default_events.map(words).join(', ')}.</p>
<p class="hint">This page is good until ${timeOf(expiresAt)}; then the log has a new address.</p>`;
  return page({ title: `Set up ${app.name}`, body, status: wrong ? 422 : 200 });
}

interface Field {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly problem: string | undefined;
  readonly attributes: ReturnType<typeof html>;
}

function field({ name, label, hint, problem, attributes }: Field): ReturnType<typeof html> {
  const described = problem === undefined ? `${name}-hint` : `${name}-problem ${name}-hint`;
  return html`<label for="${name}">${label}</label>
${problem === undefined ? '' : html`<p class="problem" id="${name}-problem" role="alert">${problem}</p>`}
<input id="${name}" name="${name}" ${attributes} aria-describedby="${described}"${problem === undefined ? '' : html` aria-invalid="true"`}>
<p class="hint" id="${name}-hint">${hint}</p>`;
}

/** Not when people come back to the page: they want to change something. */
const goOn =
  "if (performance.getEntriesByType('navigation')[0]?.type === 'navigate') document.forms[0].submit();";

/** Hands the manifest to GitHub: at once, or by the button where scripts are off. */
export function handOverPage(options: {
  readonly action: string;
  readonly manifest: Manifest;
  readonly back: string;
}): Answer {
  const { action, manifest, back } = options;
  const body = html`<p>GitHub asks for the App’s name and creates it. Its webhooks will go to
${manifest.hook_attributes.url}</p>
<form method="post" action="${action}">
<input type="hidden" name="manifest" value="${JSON.stringify(manifest)}">
<button>Go on to GitHub</button>
</form>
<p><a href="${back}">Back</a></p>`;
  return page({ title: 'On to GitHub', body, script: goOn });
}

/** Something did not work. @param again the address of the first page */
export function failurePage(status: number, sentences: string, again: string): Answer {
  const body = html`<p class="problem" role="alert">${sentences}</p>
<p><a href="${again}">Try again</a></p>`;
  return page({ title: 'That did not work', body, status });
}

function words(name: string): string {
  return name.replaceAll('_', ' ');
}

function timeOf(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(11, 16)} UTC`;
}
