import type { Stretch } from '../core/crypto/pin.js';

/** A body that is sent once, in order; `size` is exact. */
export interface StreamedBody {
  readonly size: number;
  readonly bytes: AsyncIterable<Uint8Array>;
}

export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | StreamedBody;
}

export interface HttpAnswer {
  readonly status: number;
  header(name: string): string | null;
  /** Throws `unavailable` when the connection breaks. A reader that stops early closes the connection. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

/**
 * Carries one request. Rejects with `unavailable` when the server can't be reached, the connection breaks, or nothing
 * moves for a minute in either direction; it never retries. An answer that comes before the body was sent whole is the
 * answer. Redirects are not followed.
 */
export interface Transport {
  /** Whether a body is read to its end before its first byte leaves, as in a browser. */
  readonly gathers?: boolean;
  request(request: HttpRequest): Promise<HttpAnswer>;
}

/** A relay whose identity is believed: from its poster, an invitation, or words that were compared. */
export interface RelayPin {
  /** Fingerprint of its first identity, as posters and certificates have it. */
  readonly fp: string;
  /** Key of the association that certifies it, base64url; null until a poster or the association gave it. */
  readonly directory: string | null;
  /** Name that the person gave it, where no certificate could be read. */
  readonly name: string | null;
  /** The newest entry of its team that was verified. */
  readonly team: { readonly seq: number; readonly hash: string } | null;
}

/** A person whose public code was read. */
export interface ContactPin {
  readonly gen: number;
  readonly fp: string;
  readonly name: string;
}

/** Whom this device believes, by id in hexadecimal. */
export interface Known {
  readonly relays: Readonly<Record<string, RelayPin>>;
  readonly contacts: Readonly<Record<string, ContactPin>>;
  /** Invitations that were left here, by the name under which the server knows them: the code, wrapped for the account; empty once used. */
  readonly invitations: Readonly<Record<string, string>>;
  /** Replacements of a relay's only manager that wait for a second signature, by relay, wrapped alike; missing where there never was one. */
  readonly replacements?: Readonly<Record<string, string>>;
}

/** What a device has already seen; each only ever goes forward. Hashes are hexadecimal. */
export interface Pins {
  readonly fp: string;
  readonly gen: number;
  readonly unlockersSeq: number;
  /** Missing where an earlier release remembered the number alone: the next list seen fills it in. */
  readonly unlockersHash?: string;
  readonly head: { readonly seq: number; readonly hash: string } | null;
  readonly log: { readonly seq: number; readonly hash: string };
  /** Missing where nobody is known yet. */
  readonly known?: Known;
}

/** Ids are hexadecimal, the device's secret `S` is base64url. */
export interface Remembered {
  readonly server: string;
  readonly uid: string;
  readonly deviceSecret: string;
  /** Missing where an earlier release remembered a safe: its holder. */
  readonly role?: 'holder' | 'worker';
  /** None for a worker, who holds nothing. */
  readonly safe: string | null;
  readonly pins: Pins;
}

/**
 * What this device remembers between runs; written atomically and durably. Holds the device's secret and pins, never a
 * code, never a key of a paper.
 */
export interface Memory {
  read(): Promise<Remembered | null>;
  write(state: Remembered): Promise<void>;
  forget(): Promise<void>;
  /**
   * Runs a step that reads and then writes, while no other tab or process of this device does. Missing where there is only
   * one. Not to be asked for within such a step.
   */
  alone?<T>(step: () => Promise<T>): Promise<T>;
}

/** `now` in milliseconds since 1970. */
export interface Clock {
  now(): number;
  wait(ms: number): Promise<void>;
}

/** Everything that the flows need from outside. `stretch` runs Argon2id elsewhere than on the calling thread. */
export interface Device {
  readonly transport: Transport;
  readonly memory: Memory;
  readonly clock: Clock;
  readonly stretch?: Stretch;
}
