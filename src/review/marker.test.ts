import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { identityOf } from './identity.ts';
import { createMarkers, type Marker, markerRoom } from './marker.ts';

const place = { owner: 'Acme', name: 'shop', number: 7 };
const marker: Marker = {
  kind: 'comment',
  head: 'abc',
  identity: 'r | p | o',
  substance: '12',
  state: 'open',
};

describe('markers', () => {
  it('are read back from the body that they were signed with', () => {
    const markers = createMarkers(['one']);
    fc.assert(
      fc.property(fc.string(), (body) => {
        expect(markers.read(markers.sign(body, marker, place), place)).toEqual(marker);
      }),
    );
  });

  it('survive the line ends that GitHub gives back and names in another case', () => {
    const markers = createMarkers(['one']);
    const signed = markers.sign('a\nb', marker, place).replaceAll('\n', '\r\n');
    expect(markers.read(signed, { ...place, owner: 'acme' })).toEqual(marker);
  });

  it.each([
    ['another pull request', { ...place, number: 8 }],
    ['another repository', { ...place, name: 'other' }],
  ])('are not believed in %s', (_, elsewhere) => {
    const markers = createMarkers(['one']);
    expect(markers.read(markers.sign('a', marker, place), elsewhere)).toBeNull();
  });

  it('are not believed under another text, after an edit, quoted, or from another key', () => {
    const markers = createMarkers(['one']);
    const signed = markers.sign('a', marker, place);
    expect(markers.read(signed.replace('a\n', 'b\n'), place)).toBeNull();
    expect(markers.read(`> ${signed.replaceAll('\n', '\n> ')}`, place)).toBeNull();
    expect(markers.read(`${signed}\nmore`, place)).toBeNull();
    expect(createMarkers(['two']).read(signed, place)).toBeNull();
  });

  it('are believed under the old secret while it is rotated', () => {
    const signed = createMarkers(['old']).sign('a', marker, place);
    expect(createMarkers(['new', 'old']).read(signed, place)).toEqual(marker);
  });

  it('have room for the worst identity', () => {
    const identity = identityOf(
      'endpoint-authentication-removed',
      '\u0001'.repeat(4_000),
      '\ud800'.repeat(4_000),
      9_999,
    );
    const signed = createMarkers(['one']).sign('a', { ...marker, head: 'f'.repeat(64), identity }, place);
    expect(signed.length - 1).toBeLessThanOrEqual(markerRoom);
    expect(createMarkers(['one']).read(signed, place)).toMatchObject({ identity });
  });

  it('are taken off again', () => {
    const markers = createMarkers(['one']);
    expect(markers.strip(markers.sign('a\nb', marker, place))).toBe('a\nb');
  });
});
