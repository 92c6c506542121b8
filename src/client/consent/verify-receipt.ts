import { sameBytes, toHex } from '../../core/bytes.js';
import { IdentityLinkWire } from '../../core/api/accounts.js';
import { closed, orNull } from '../../core/api/contract.js';
import { damaged } from '../../core/errors.js';
import type { Contact } from '../../core/protocol/contact.js';
import { directoryFingerprint } from '../../core/protocol/directory.js';
import { fingerprint } from '../../core/protocol/identity.js';
import { fingerprintWords } from '../../core/protocol/words.js';
import { type Static, Type } from 'typebox';
import { Check } from 'typebox/value';
import { receiptText } from './receipt-text.js';

const Proof = closed({
  grant: Type.String(),
  private: Type.String(),
  holder: Type.Array(IdentityLinkWire, { maxItems: 1000 }),
  recipient: Type.Array(IdentityLinkWire, { maxItems: 1000 }),
  directory: orNull(Type.String()),
  certificate: orNull(Type.String()),
  withdrawal: orNull(Type.String()),
});

/** What a receipt proves by itself. Whose keys these are is told by the words, or by a code that was scanned. */
export interface VerifiedReceipt {
  readonly id: string;
  readonly holder: {
    readonly uid: string;
    readonly words: readonly string[];
    /** Whether it is the person whose code was given. */
    readonly known: boolean;
  };
  readonly recipient: {
    readonly uid: string;
    /** As the holder was told. */
    readonly name: string;
    readonly certifiedName: string | null;
    /** Of the association that certified it: to be compared unless its key was given. */
    readonly directoryWords: readonly string[] | null;
  };
  readonly purpose: string;
  readonly labels: readonly { readonly id: string; readonly kind: string; readonly title: string }[];
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly until: number;
  readonly givenAt: number;
  readonly withdrawnAt: number | null;
  readonly withdrawnBy: 'holder' | 'recipient' | null;
  readonly language: string;
  readonly shown: string;
}

const proofIn = (json: string): Static<typeof Proof> => {
  try {
    const value = (JSON.parse(json) as { proof?: unknown } | null)?.proof;
    if (Check(Proof, value)) return value;
  } catch {
    // said below
  }
  throw damaged();
};

/**
 * Verifies a receipt with nothing but itself: no server is asked. Each sign of it follows from what was signed, so that one
 * that was altered anywhere is `damaged`.
 *
 * @param trusted.directory the association's key: another one is `damaged`
 * @param trusted.holder the person's code: another person is `damaged`
 */
export const verifyReceipt = (
  json: string,
  trusted: { readonly directory?: Uint8Array; readonly holder?: Contact } = {},
): VerifiedReceipt => {
  // In the order in which it was written: the text must come out the same.
  const { grant: raw, private: hidden, holder: chain, recipient: to, ...rest } = proofIn(json);
  const { directory: key, certificate, withdrawal: end } = rest;
  const ordered = {
    grant: raw,
    private: hidden,
    holder: chain.map(({ statement, approval }) => ({ statement, approval })),
    recipient: to.map(({ statement, approval }) => ({ statement, approval })),
    directory: key,
    certificate,
    withdrawal: end,
  };
  const { text, opened } = receiptText(ordered);
  if (text !== json) throw damaged();
  const { grant, private: said, holder, recipient, certifiedName, directory, withdrawal } = opened;
  const fp = fingerprint(holder);
  if (trusted.directory && !(directory && sameBytes(directory, trusted.directory))) throw damaged();
  if (trusted.holder && !sameBytes(trusted.holder.fp, fp)) throw damaged();
  const by = withdrawal && (sameBytes(withdrawal.by, holder.uid) ? 'holder' : 'recipient');
  return {
    id: toHex(grant.id),
    holder: { uid: toHex(holder.uid), words: fingerprintWords(fp), known: trusted.holder !== undefined },
    recipient: {
      uid: toHex(recipient.uid),
      name: said.recipient,
      certifiedName,
      directoryWords: directory && fingerprintWords(directoryFingerprint(directory)),
    },
    purpose: said.purpose,
    labels: said.labels.map((one) => ({ ...one, id: toHex(one.id) })),
    from: grant.nbf,
    until: grant.exp,
    givenAt: grant.ts,
    withdrawnAt: withdrawal?.ts ?? null,
    withdrawnBy: by,
    language: said.language,
    shown: said.shown,
  };
};
