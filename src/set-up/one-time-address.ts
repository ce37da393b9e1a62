import { createHash, timingSafeEqual } from 'node:crypto';

/** An address nobody opened in so long may have been seen by others meanwhile. */
const lifetimeMs = 60 * 60 * 1000;

/** Unguessable: 192 bits. */
const tokenBytes = 24;

export interface OneTimeAddressOptions {
  readonly clock: { now(): number };
  /** Unguessable bytes. */
  readonly random: (bytes: number) => Buffer;
  /** Called with each new token, and when it ends (milliseconds since 1970). */
  readonly onToken: (token: string, expiresAt: number) => void;
}

/** The secret part of the set-up page's address: an hour old it is replaced, after its use it is gone. */
export interface OneTimeAddress {
  /** The present token as what people may do with it: null for any other text, compared in constant time. */
  admit(token: string): Admission | null;
  /** Replaces the token where its hour is over. */
  renew(): void;
  /** Nothing is admitted any more. */
  end(): void;
}

export interface Admission {
  readonly token: string;
  /** What GitHub has to send back; compared by `sameSecret`. */
  readonly state: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

export function createOneTimeAddress({ clock, random, onToken }: OneTimeAddressOptions): OneTimeAddress {
  let present: Admission | null = next();
  return {
    admit(token) {
      renew();
      return present !== null && sameSecret(token, present.token) ? present : null;
    },
    renew,
    end() {
      present = null;
    },
  };

  function next(): Admission {
    const secret = (): string => random(tokenBytes).toString('base64url');
    const made = { token: secret(), state: secret(), expiresAt: clock.now() + lifetimeMs };
    onToken(made.token, made.expiresAt);
    return made;
  }

  function renew(): void {
    if (present !== null && clock.now() >= present.expiresAt) present = next();
  }
}

/** Hashed first: neither length nor place of a difference shows in the time it takes. */
export function sameSecret(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
