import { concat, exactly, fromBase64Url, fromUtf8, toBase64Url, utf8 } from '../core/bytes.js';
import type { Envelope } from '../core/crypto/sign.js';
import { SafeError } from '../core/errors.js';
import { MAX_NAME } from '../core/protocol/directory.js';

/** What a founder brings to the association: "this identity wants to be known as the relay of that name". */
export interface RelayRequest {
  readonly uid: Uint8Array;
  readonly fp: Uint8Array;
  readonly name: string;
}

/** What the association gives back: its key, to be compared by its words, and the certificate. */
export interface RelayCertificate {
  readonly directory: Uint8Array;
  readonly certificate: Envelope;
}

const REQUEST = 'pochette:request1:';
const CERTIFICATE = 'pochette:cert1:';
const UID = 16;
const FP = 32;
const KEY = 32;

const refuse = (): SafeError => new SafeError('bad_contact');

const bytesAfter = (prefix: string, text: string, least: number): Uint8Array => {
  const code = text.trim();
  try {
    const bytes = code.startsWith(prefix) ? fromBase64Url(code.slice(prefix.length)) : new Uint8Array(0);
    if (bytes.length > least) return bytes;
  } catch {
    // said below
  }
  throw refuse();
};

export const requestText = ({ uid, fp, name }: RelayRequest): string =>
  REQUEST + toBase64Url(concat(exactly(UID, uid), exactly(FP, fp), utf8(name)));

/** Reads a founder's request; `bad_contact` for anything else. */
export const readRequest = (text: string): RelayRequest => {
  const bytes = bytesAfter(REQUEST, text, UID + FP);
  try {
    const name = fromUtf8(bytes.subarray(UID + FP)).trim();
    if (name !== '' && name.length <= MAX_NAME) {
      return { uid: bytes.slice(0, UID), fp: bytes.slice(UID, UID + FP), name };
    }
  } catch {
    // said below
  }
  throw refuse();
};

export const certificateText = ({ directory, certificate }: RelayCertificate): string =>
  CERTIFICATE + toBase64Url(concat(exactly(KEY, directory), certificate));

/** Reads what the association gave; whether the certificate holds is for who verifies it. */
export const readCertificateText = (text: string): RelayCertificate => {
  const bytes = bytesAfter(CERTIFICATE, text, KEY);
  return { directory: bytes.slice(0, KEY), certificate: bytes.slice(KEY) };
};
