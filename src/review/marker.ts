import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/** Where a marker is valid: the same text copied into another pull request is no marker there. */
export interface MarkerPlace {
  readonly owner: string;
  readonly name: string;
  readonly number: number;
}

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

/** Signs and reads markers. Markers of an older secret are still believed while it is configured. */
export interface Markers {
  /** The body with its marker as the last line. */
  sign(body: string, marker: Marker, place: MarkerPlace): string;
  /** The marker of a body, null where there is none or its signature does not hold for this text in this place. */
  read(body: string, place: MarkerPlace): Marker | null;
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
  const signature = (key: Buffer, body: string, payload: string, place: MarkerPlace): Buffer =>
    createHmac('sha256', key)
      // GitHub does not distinguish upper and lower case in names, and gives bodies back with `\r\n`.
      .update(
        JSON.stringify([
          place.owner.toLowerCase(),
          place.name.toLowerCase(),
          place.number,
          payload,
          canonical(body),
        ]),
      )
      .digest();
  const [signing] = keys as [Buffer, ...Buffer[]];
  return {
    sign(body, marker, place) {
      const payload = Buffer.from(JSON.stringify(marker)).toString('base64url');
      return `${body}\n<!-- backend-engineer:1 ${payload}.${signature(signing, body, payload, place).toString('base64url')} -->`;
    },
    read(body, place) {
      const found = pattern.exec(body);
      if (found === null) return null;
      const [, payload = '', given = ''] = found;
      const text = body.slice(0, found.index);
      const claimed = Buffer.from(given, 'base64url');
      const genuine = keys.some((key) => {
        const expected = signature(key, text, payload, place);
        return expected.length === claimed.length && timingSafeEqual(expected, claimed);
      });
      if (!genuine) return null;
      const parsed = markerSchema.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
      return parsed.success ? parsed.data : null;
    },
    strip: (body) => body.replace(pattern, ''),
  };
}

/** Line ends and trailing white space are what GitHub may change in a body. */
function canonical(body: string): string {
  return body.replaceAll('\r\n', '\n').trimEnd();
}
