import { SafeError } from '../errors.js';
import { decodeBase45, encodeBase45 } from './base45.js';
import { decodeCrockford, encodeCrockford } from './crockford.js';

const VERSION = 1;
const SECRET_BYTES = 20;
const CHECK_BYTES = 2;
const CODE_BYTES = 1 + SECRET_BYTES + CHECK_BYTES;
/** 23 bytes in base45. */
const QR_CHARACTERS = 35;
const GROUP = 5;

/**
 * Computes `H("CS1/qr" 00 body)[0..2]` of `body = 01 | S` (docs/protocol.md §6). Injected, so that reading a card
 * needs no cryptographic library until a code of the right shape was seen.
 */
export type CardCheck = (body: Uint8Array) => Uint8Array;

/** What a reader can say about a fault without saying anything of the secret. */
export type CardFault = 'shape' | 'version' | 'check';

const refuse = (fault: CardFault): SafeError => new SafeError('bad_card', { details: { fault } });

function codeBytes(secret: Uint8Array, check: CardCheck): Uint8Array {
  if (secret.length !== SECRET_BYTES) throw refuse('shape');
  const body = Uint8Array.of(VERSION, ...secret);
  const check2 = check(body);
  if (check2.length !== CHECK_BYTES) throw refuse('check');
  return Uint8Array.of(...body, ...check2);
}

/** The text of the card's secret QR code: base45 of `01 | S | check2`, 35 characters. `secret` is S, 20 bytes. */
export const encodeCardQr = (secret: Uint8Array, check: CardCheck): string =>
  encodeBase45(codeBytes(secret, check));

/** The same bytes for typing: 37 Crockford symbols in groups of five (the last has two), a dash between groups. */
export function encodeCardTyped(secret: Uint8Array, check: CardCheck): string {
  const symbols = encodeCrockford(codeBytes(secret, check));
  return (symbols.match(new RegExp(`.{1,${GROUP}}`, 'g')) ?? []).join('-');
}

/**
 * One card in 45 begins with a space, which terminals, forms and files like to cut off. Nothing else can
 * begin there: the version byte keeps the second character a digit or a letter.
 */
function fromQr(text: string): Uint8Array | null {
  const line = text.replace(/[\r\n]+$/, '');
  const whole = line.length === QR_CHARACTERS - 1 ? ` ${line}` : line;
  return whole.length === QR_CHARACTERS ? decodeBase45(whole) : null;
}

function readCode(text: string): Uint8Array {
  const bytes = fromQr(text) ?? decodeCrockford(text);
  if (bytes === null || bytes.length !== CODE_BYTES) throw refuse('shape');
  if (bytes[0] !== VERSION) throw refuse('version');
  return bytes;
}

/** Whether a text has the shape of a card's secret code: enough to tell it from the other codes of a photo. */
export function isCardText(text: string): boolean {
  try {
    return readCode(text).length === CODE_BYTES;
  } catch {
    return false;
  }
}

/**
 * Reads a card, scanned (base45) or typed (Crockford groups; any case, O for 0, I or L for 1, spaces and dashes free).
 * Either S comes back with its check verified, or `bad_card` is thrown; `details.fault` tells a mistyped character
 * (`check`) from a text that is no card at all (`shape`) or a card of a later version (`version`).
 */
export function decodeCard(text: string, check: CardCheck): { secret: Uint8Array; check2: Uint8Array } {
  const bytes = readCode(text);
  const body = bytes.subarray(0, 1 + SECRET_BYTES);
  const check2 = bytes.slice(1 + SECRET_BYTES);
  const expected = check(body);
  if (expected.length !== CHECK_BYTES || check2.some((byte, at) => byte !== expected[at])) {
    throw refuse('check');
  }
  return { secret: bytes.slice(1, 1 + SECRET_BYTES), check2 };
}
