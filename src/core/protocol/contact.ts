import { concat, exactly, fromBase64Url, toBase64Url } from '../bytes.js';
import type { Envelope } from '../crypto/sign.js';
import { SafeError } from '../errors.js';

const PERSON = 'pochette:1:';
const POSTER = 'pochette:relay1:';
const ASK = 'pochette:ask1:';
const CERTIFICATE = 'pochette:cert1:';
const UID = 16;
const FP = 32;
const KEY = 32;

/** Who somebody is, as their QR code says it: the only place from which a key is believed. */
export interface Contact {
  readonly uid: Uint8Array;
  readonly fp: Uint8Array;
}

/** A relay's poster: the relay, and the directory key of the association that certified it. */
export interface Poster extends Contact {
  readonly directory: Uint8Array;
}

const refuse = (): SafeError => new SafeError('bad_contact');

/** `pochette:1:` and base64url of `uid16 | fp32`: on the front of a card, on the screen of a worker. */
export const contactText = ({ uid, fp }: Contact): string =>
  PERSON + toBase64Url(concat(exactly(UID, uid), exactly(FP, fp)));

/** `pochette:relay1:` and base64url of `directory32 | uid16 | fp32`. */
export const posterText = ({ directory, uid, fp }: Poster): string =>
  POSTER + toBase64Url(concat(exactly(KEY, directory), exactly(UID, uid), exactly(FP, fp)));

/** `pochette:ask1:` and base64url of `uid16 | fp32`: what a new relay hands to the association, to be certified. */
export const askText = ({ uid, fp }: Contact): string =>
  ASK + toBase64Url(concat(exactly(UID, uid), exactly(FP, fp)));

/** What the association hands back: the signed certificate, and the key with which to verify it. */
export interface Certified {
  readonly directory: Uint8Array;
  readonly certificate: Envelope;
}

/** `pochette:cert1:` and base64url of `directory32 | certificate`. */
export const certificateText = ({ directory, certificate }: Certified): string =>
  CERTIFICATE + toBase64Url(concat(exactly(KEY, directory), certificate));

/** The bytes after a prefix, `length` of them if that is given; `bad_contact` otherwise. */
const bytesAfter = (prefix: string, text: string, length?: number): Uint8Array => {
  try {
    const bytes = fromBase64Url(text.slice(prefix.length));
    if (bytes.length === (length ?? bytes.length)) return bytes;
  } catch {
    // said below
  }
  throw refuse();
};

const contactOf = (bytes: Uint8Array): Contact => ({ uid: bytes.slice(0, UID), fp: bytes.slice(UID) });

export const isPosterText = (text: string): boolean => text.trim().startsWith(POSTER);

/** Reads a person's or a relay's public code; `bad_contact` for anything else. */
export const readContact = (text: string): Contact => {
  const code = text.trim();
  if (isPosterText(code)) return readPoster(code);
  if (!code.startsWith(PERSON)) throw refuse();
  return contactOf(bytesAfter(PERSON, code, UID + FP));
};

/** Reads a relay's request to be certified; `bad_contact` for anything else. */
export const readAsk = (text: string): Contact => {
  const code = text.trim();
  if (!code.startsWith(ASK)) throw refuse();
  return contactOf(bytesAfter(ASK, code, UID + FP));
};

/** Reads what the association handed back; whether the certificate holds is for who opens it. `bad_contact`. */
export const readCertificateText = (text: string): Certified => {
  const code = text.trim();
  if (!code.startsWith(CERTIFICATE)) throw refuse();
  const bytes = bytesAfter(CERTIFICATE, code);
  if (bytes.length <= KEY) throw refuse();
  return { directory: bytes.slice(0, KEY), certificate: bytes.slice(KEY) };
};

/** Reads a relay's poster; `bad_contact` for anything else. */
export const readPoster = (text: string): Poster => {
  const code = text.trim();
  if (!isPosterText(code)) throw refuse();
  const bytes = bytesAfter(POSTER, code, KEY + UID + FP);
  return {
    directory: bytes.slice(0, KEY),
    uid: bytes.slice(KEY, KEY + UID),
    fp: bytes.slice(KEY + UID),
  };
};
