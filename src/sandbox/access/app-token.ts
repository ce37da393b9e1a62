import { createVerify } from 'node:crypto';
import { badCredentials, notFound } from '../http/answer.ts';
import type { AppRecord } from '../state/records.ts';

/** A token may live this long (docs: "Generating a JSON Web Token for a GitHub App"). */
const longestLife = 600;
/** GitHub allows some drift of clocks. */
const drift = 60;

/**
 * Checks a JSON web token of the App (RS256; `iss` is its id, `exp` at most ten minutes ahead).
 * Throws a `Refusal`: 401, or 404 for another App.
 */
export function verifyAppToken(token: string, app: Pick<AppRecord, 'id' | 'publicKey'>, now: number): void {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const claims = decode(payload);
  const undecodable = 'A JSON web token could not be decoded';
  if (decode(header)?.alg !== 'RS256' || claims === null) throw badCredentials(undecodable);
  const verifier = createVerify('RSA-SHA256').update(`${header}.${payload}`);
  if (!verifier.verify(app.publicKey, Buffer.from(signature, 'base64url'))) throw badCredentials(undecodable);
  const seconds = Math.floor(now / 1000);
  const { iat, exp, iss } = claims;
  if (typeof exp !== 'number' || exp <= seconds) {
    throw badCredentials(
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    );
  }
  if (exp > seconds + longestLife + drift) {
    throw badCredentials("'Expiration time' claim ('exp') is too far in the future");
  }
  if (typeof iat !== 'number' || !Number.isInteger(iat) || iat > seconds + drift) {
    throw badCredentials(
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    );
  }
  if (String(iss) !== String(app.id)) throw notFound('Integration not found');
}

function decode(part: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}
