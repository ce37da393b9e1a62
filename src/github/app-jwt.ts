import { createSign } from 'node:crypto';

/** GitHub takes at most 10 minutes; clocks that differ get a minute on both sides. */
const lifetimeSeconds = 9 * 60;
const skewSeconds = 60;

/**
 * The token that an App proves itself with. https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app
 * @param privateKey PEM (PKCS#1 as GitHub gives it, or PKCS#8)
 * @param now milliseconds since 1970
 */
export function appJwt(appId: number, privateKey: string, now: number): string {
  const seconds = Math.floor(now / 1000);
  const payload = { iat: seconds - skewSeconds, exp: seconds + lifetimeSeconds, iss: String(appId) };
  const signed = `${part({ alg: 'RS256', typ: 'JWT' })}.${part(payload)}`;
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(privateKey, 'base64url')}`;
}

function part(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
