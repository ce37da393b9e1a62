import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

const markerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('report'), head: z.string() }),
  z.object({
    kind: z.literal('comment'),
    head: z.string(),
    identity: z.string(),
    substance: z.string(),
    state: z.enum(['open', 'fixed']),
  }),
]);

/** What the hidden last line of a text of ours says. */
export type Marker = z.infer<typeof markerSchema>;

/** `<!-- backend-engineer:1 PAYLOAD SIGNATURE -->`, both base64url: neither holds a `>`, so nothing ends the comment early. */
const pattern = /\n<!-- backend-engineer:1 ([\w-]+)\.([\w-]+) -->\s*$/;

/**
 * Signs and reads markers. Markers of an older secret are still believed while it is configured. A marker is valid in one
 * pull request: the same text copied into another is none there. It is named by GitHub's id, which stays when the
 * repository is renamed or transferred.
 */
export interface Markers {
  /** The body with its marker as the last line. */
  sign(body: string, marker: Marker, pullRequestId: string): string;
  /** The marker of a body, null where there is none or its signature does not hold for this text in this place. */
  read(body: string, pullRequestId: string): Marker | null;
  /** The body without the marker line. */
  strip(body: string): string;
}

/**
 * Room that a marker needs at most, in UTF-16 units: an identity has some 460, each of which takes up to 6 bytes in JSON
 * and 8 characters in base64.
 */
export const markerRoom = 4_200;

/** @param secrets the webhook secrets: the first signs, each is accepted. The key is derived, so that a leaked marker key is no webhook secret. */
export function createMarkers(secrets: readonly [string, ...string[]]): Markers {
  const keys = secrets.map((secret) =>
    createHmac('sha256', secret).update('backend-engineer marker key v1').digest(),
  );
  const signature = (key: Buffer, body: string, payload: string, pullRequestId: string): Buffer =>
    createHmac('sha256', key)
      .update(JSON.stringify([pullRequestId, payload, canonical(body)]))
      .digest();
  const [signing] = keys as [Buffer, ...Buffer[]];
  return {
    sign(body, marker, pullRequestId) {
      const payload = Buffer.from(JSON.stringify(marker)).toString('base64url');
      return `${body}\n<!-- backend-engineer:1 ${payload}.${signature(signing, body, payload, pullRequestId).toString('base64url')} -->`;
    },
    read(body, pullRequestId) {
      const found = pattern.exec(body);
      if (found === null) return null;
      const [, payload = '', given = ''] = found;
      const text = body.slice(0, found.index);
      const claimed = Buffer.from(given, 'base64url');
      const genuine = keys.some((key) => {
        const expected = signature(key, text, payload, pullRequestId);
        return expected.length === claimed.length && timingSafeEqual(expected, claimed);
      });
      if (!genuine) return null;
      const parsed = markerSchema.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
      return parsed.success ? parsed.data : null;
    },
    strip: (body) => body.replace(pattern, ''),
  };
}

/** True where a body ends in what looks like a marker, whatever its signature. */
export function isMarked(body: string): boolean {
  return pattern.test(body);
}

/** Line ends (`\r\n`) and trailing white space are what GitHub may change in a body. */
function canonical(body: string): string {
  return body.replaceAll('\r\n', '\n').trimEnd();
}
