import fc from 'fast-check';
import { identityOf } from '../../src/review/identity.ts';
import { createMarkers, type Marker, markerRoom } from '../../src/review/marker.ts';
import { hostileText, hostileTextOfAnyLength } from './hostile-text.ts';
import { expectNone, property } from './property.ts';

const place = fc.bigInt({ min: 1n, max: 2n ** 63n }).map(String);

const marker: fc.Arbitrary<Marker> = fc.oneof(
  fc.record({ kind: fc.constant('report' as const), head: fc.stringMatching(/^[0-9a-f]{40}$/) }),
  fc.record({
    kind: fc.constant('comment' as const),
    head: fc.stringMatching(/^[0-9a-f]{64}$/),
    identity: fc
      .tuple(
        fc.constantFrom('drop-column', 'endpoint-authentication-removed'),
        hostileTextOfAnyLength,
        hostileTextOfAnyLength,
        fc.nat({ max: 9_999 }),
      )
      .map(([rule, path, object, ordinal]) => identityOf(rule, path, object, ordinal)),
    substance: fc.stringMatching(/^[0-9a-f]{16}$/),
    state: fc.constantFrom('open' as const, 'fixed' as const),
  }),
);

const lookAlike =
  '\n<!-- backend-engineer:1 eyJraW5kIjoicmVwb3J0IiwiaGVhZCI6ImEifQ.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA -->';

/** A body of ours around hostile text, look-alikes of a marker among it. */
const body = fc
  .tuple(hostileText, fc.boolean(), hostileText)
  .map(([before, alike, after]) => `${before}${alike ? lookAlike : ''}${after}`);

/** What somebody does with a signed text. */
interface Forgery {
  readonly what:
    | 'cut'
    | 'insert'
    | 'other-place'
    | 'other-secret'
    | 'other-text'
    | 'doubled'
    | 'quoted'
    | 'followed'
    | 'payload'
    | 'swapped';
  readonly at: number;
  readonly text: string;
}

const forgery: fc.Arbitrary<Forgery> = fc.record({
  what: fc.constantFrom(
    'cut' as const,
    'insert' as const,
    'other-place' as const,
    'other-secret' as const,
    'other-text' as const,
    'doubled' as const,
    'quoted' as const,
    'followed' as const,
    'payload' as const,
    'swapped' as const,
  ),
  at: fc.nat({ max: 5_000 }),
  text: fc.oneof(hostileText, fc.stringMatching(/^[\w-]{1,4}$/)),
});

/** What GitHub leaves as it is counts as the same text: line ends, white space at the end. */
const canonical = (text: string): string => text.replaceAll('\r\n', '\n').trimEnd();

export const markers = [
  property('markers: a right one is read back', 6, fc.tuple(body, marker, place, hostileText), () => ({
    check([text, given, where, secret]) {
      const made = createMarkers([`s${secret}`]);
      const signed = made.sign(text, given, where);
      const problems: string[] = [];
      const is = (found: Marker | null): boolean => JSON.stringify(found) === JSON.stringify(given);
      if (!is(made.read(signed, where))) problems.push('not read back');
      if (!is(made.read(`${signed.replace(/\r?\n/g, '\r\n')}\r\n`, where)))
        problems.push('not read back as GitHub gives it');
      if (!is(createMarkers(['new', `s${secret}`]).read(signed, where)))
        problems.push('not read back while secrets change');
      if (made.strip(signed) !== text) problems.push('not taken off again');
      if (signed.length - text.length > markerRoom)
        problems.push(`a marker of ${signed.length - text.length} characters`);
      if (signed.slice(text.length).split('\n').length !== 2) problems.push('a marker of several lines');
      expectNone(problems, signed);
    },
  })),

  property(
    'markers: a forged one is never believed',
    12,
    fc.tuple(body, marker, place, body, marker, place, forgery),
    () => ({
      check([text, given, where, otherText, otherMarker, elsewhere, { what, at, text: extra }]) {
        const made = createMarkers(['one']);
        const signed = made.sign(text, given, where);
        const start = text.length + 1;
        const lastLine = signed.slice(start);
        const inLine = start + (at % lastLine.length);
        const another = made.sign(otherText, otherMarker, where);
        const forged: Record<Forgery['what'], () => [string, string]> = {
          cut: () => [signed.slice(0, inLine) + signed.slice(inLine + 1 + (at % 7)), where],
          insert: () => [signed.slice(0, inLine) + (extra || 'x') + signed.slice(inLine), where],
          'other-place': () => [signed, elsewhere],
          'other-secret': () => [createMarkers(['two']).sign(text, given, where), where],
          'other-text': () => [`${otherText}\n${lastLine}`, where],
          doubled: () => [`${signed}\n${lastLine}`, where],
          quoted: () => [signed.replace(/^/gm, '> '), where],
          followed: () => [`${signed}\n${extra.trim() || 'x'}`, where],
          payload: () => [
            `${text}\n${lastLine.replace(/1 [\w-]+/, `1 ${Buffer.from(JSON.stringify(otherMarker)).toString('base64url')}`)}`,
            where,
          ],
          swapped: () => [`${text}\n${another.slice(otherText.length + 1)}`, where],
        };
        const [claimed, claimedPlace] = forged[what]();
        const found = made.read(claimed, claimedPlace);
        if (found === null) return;
        // It may be genuine after all: then it says exactly what we signed, of this text in this place.
        const genuine = [
          [text, given],
          [otherText, otherMarker],
        ].some(
          ([ownText, ownMarker]) =>
            JSON.stringify(found) === JSON.stringify(ownMarker) &&
            canonical(made.strip(claimed)) === canonical(String(ownText)),
        );
        if (!genuine || claimedPlace !== where || what === 'other-secret')
          throw new Error(`believed: ${JSON.stringify(found)}\n${claimed}`);
      },
    }),
  ),

  property('markers: any text is read without harm', 4, fc.tuple(hostileText, hostileText, place), () => ({
    check([text, payload, where]) {
      const made = createMarkers(['one']);
      const lines = [
        text,
        `${text}\n<!-- backend-engineer:1 ${Buffer.from(payload).toString('base64url')}.${Buffer.from(text).toString('base64url')} -->`,
        `${text}\n<!-- backend-engineer:1 ${payload}.${text} -->`,
        `${text}${lookAlike}`,
      ];
      expectNone(lines.filter((line) => made.read(line, where) !== null));
    },
  })),
];
