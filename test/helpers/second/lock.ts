import { H, join, KD, sign, signKey, stretch } from './primitives.js';

export type LockType = 'card' | 'device' | 'link' | 'spare';
export const LOCK_BYTES: Record<LockType, number> = { card: 1, device: 2, link: 3, spare: 4 };

/** The digits of other scripts that the specification names (docs/protocol.md §6). */
const SCRIPTS = ['٠١٢٣٤٥٦٧٨٩', '۰۱۲۳۴۵۶۷۸۹', '०१२३४५६७८९', '০১২৩৪৫৬৭৮৯'];

const plainDigits = (pin: string): string =>
  Array.from(pin.normalize('NFKC'), (sign) => {
    const script = SCRIPTS.find((digits) => digits.includes(sign));
    return script ? String(script.indexOf(sign)) : sign;
  }).join('');

/** `p`: the stretched code, or its stand-in where a lock has none. */
export const stretchedPin = (type: string, secret: Uint8Array, pin: string | null): Uint8Array =>
  pin === null ? KD(secret, 'nopin') : stretch(type, plainDigits(pin), KD(secret, 'pin.salt').slice(0, 16));

/** `S` of a passkey's answer. */
export const passkeySecret = (prf: Uint8Array): Uint8Array => KD(prf, 'passkey').slice(0, 20);

/** Everything that one Locked Secret gives. */
export const lock = (type: LockType, secret: Uint8Array, p: Uint8Array, released: Uint8Array) => {
  const tag = KD(secret, `${type}.tag`, p);
  const authSeed = KD(secret, `${type}.auth`);
  return {
    loc: KD(secret, `${type}.loc`).slice(0, 16),
    authSeed,
    auth: signKey(authSeed),
    tag,
    tagHash: H(tag),
    kek: KD(secret, `${type}.kek`, p, released),
  };
};

/** The answer to a challenge. */
export const release = (made: ReturnType<typeof lock>, challenge: Uint8Array): Uint8Array =>
  sign('lock', join(made.loc, challenge, made.tagHash), made.authSeed);
