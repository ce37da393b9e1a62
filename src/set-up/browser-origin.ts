import type { IncomingHttpHeaders } from 'node:http';

const hostForm = /^(?:[a-z\d](?:[a-z\d._-]*[a-z\d])?|\[[\da-f:.]+\])(?::\d{1,5})?$/i;

/**
 * Where the browser sees this server, without a final slash; null where it does not say. Proxies change `Host`, but
 * the origin that a request of our own page comes from is the browser's word.
 */
export function browserOrigin(headers: IncomingHttpHeaders): string | null {
  const site = headers['sec-fetch-site'];
  const referrer = headers.referer;
  if ((site === undefined || site === 'same-origin') && referrer !== undefined && URL.canParse(referrer)) {
    const { origin } = new URL(referrer);
    if (origin !== 'null') return origin;
  }
  const host = first(headers['x-forwarded-host']) ?? headers.host;
  if (host === undefined || !hostForm.test(host)) return null;
  const address = `${first(headers['x-forwarded-proto']) === 'https' ? 'https' : 'http'}://${host}`;
  return URL.canParse(address) ? new URL(address).origin : null;
}

/** Each proxy adds its own word behind those before. */
function first(header: string | string[] | undefined): string | undefined {
  return [header].flat()[0]?.split(',')[0]?.trim();
}
