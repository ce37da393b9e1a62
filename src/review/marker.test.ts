import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { identityOf } from './identity.ts';
import { createMarkers, type Marker, markerRoom } from './marker.ts';

const id = '1700000007';
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
        expect(markers.read(markers.sign(body, marker, id), id)).toEqual(marker);
      }),
    );
  });

  it('survive the line ends that GitHub gives back', () => {
    const markers = createMarkers(['one']);
    const signed = markers.sign('a\nb', marker, id).replaceAll('\n', '\r\n');
    expect(markers.read(signed, id)).toEqual(marker);
  });

  it('are not believed in another pull request', () => {
    const markers = createMarkers(['one']);
    expect(markers.read(markers.sign('a', marker, id), '1700000008')).toBeNull();
  });

  it('are not believed under another text, after an edit, quoted, or from another key', () => {
    const markers = createMarkers(['one']);
    const signed = markers.sign('a', marker, id);
    expect(markers.read(signed.replace('a\n', 'b\n'), id)).toBeNull();
    expect(markers.read(`> ${signed.replaceAll('\n', '\n> ')}`, id)).toBeNull();
    expect(markers.read(`${signed}\nmore`, id)).toBeNull();
    expect(createMarkers(['two']).read(signed, id)).toBeNull();
  });

  it('are believed under the old secret while it is rotated', () => {
    const signed = createMarkers(['old']).sign('a', marker, id);
    expect(createMarkers(['new', 'old']).read(signed, id)).toEqual(marker);
  });

  it('have room for the worst identity', () => {
    const identity = identityOf(
      'endpoint-authentication-removed',
      '\u0001'.repeat(4_000),
      '\ud800'.repeat(4_000),
      9_999,
    );
    const signed = createMarkers(['one']).sign('a', { ...marker, head: 'f'.repeat(64), identity }, id);
    expect(signed.length - 1).toBeLessThanOrEqual(markerRoom);
    expect(createMarkers(['one']).read(signed, id)).toMatchObject({ identity });
  });

  it('are taken off again', () => {
    const markers = createMarkers(['one']);
    expect(markers.strip(markers.sign('a\nb', marker, id))).toBe('a\nb');
  });
});
