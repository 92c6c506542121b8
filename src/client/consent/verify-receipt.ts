import { sameBytes, toHex } from '../../core/bytes.js';
import { IdentityLinkWire } from '../../core/api/accounts.js';
import { closed, orNull } from '../../core/api/contract.js';
import { TeamLinkWire } from '../../core/api/relays.js';
import { damaged } from '../../core/errors.js';
import type { Contact } from '../../core/protocol/contact.js';
import { directoryFingerprint } from '../../core/protocol/directory.js';
import { fingerprint } from '../../core/protocol/identity.js';
import { fingerprintWords } from '../../core/protocol/words.js';
import { type Static, Type } from 'typebox';
import { Check } from 'typebox/value';
import { endedBy, type OpenedReceipt, type ReceiptProof, receiptText } from './receipt-text.js';

const Proof = closed({
  grant: Type.String(),
  private: Type.String(),
  holder: Type.Array(IdentityLinkWire, { maxItems: 1000 }),
  recipient: Type.Array(IdentityLinkWire, { maxItems: 1000 }),
  directory: orNull(Type.String()),
  certificate: orNull(Type.String()),
  withdrawal: orNull(Type.String()),
  parent: Type.Optional(
    closed({
      grant: Type.String(),
      private: Type.String(),
      recipient: Type.Array(IdentityLinkWire, { maxItems: 1000 }),
      team: orNull(Type.Array(TeamLinkWire, { maxItems: 10_000 })),
    }),
  ),
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
  readonly withdrawnBy: 'holder' | 'recipient' | 'giver' | null;
  /** Of what was passed on: by whom, of what, and what the person had said yes to. */
  readonly passed: {
    readonly under: string;
    readonly by: { readonly uid: string; readonly name: string };
    readonly from: { readonly uid: string; readonly name: string; readonly words: readonly string[] };
    readonly purpose: string;
    readonly givenAt: number;
    readonly language: string;
    readonly shown: string;
  } | null;
  readonly language: string;
  readonly shown: string;
}

const passedOf = ({ passed }: OpenedReceipt): VerifiedReceipt['passed'] =>
  passed && {
    under: toHex(passed.parent.id),
    by: { uid: toHex(passed.giver.uid), name: passed.giver.name },
    from: {
      uid: toHex(passed.parent.to.id),
      name: passed.private.recipient,
      words: fingerprintWords(passed.parent.to.fp),
    },
    purpose: passed.private.purpose,
    givenAt: passed.parent.ts,
    language: passed.private.language,
    shown: passed.private.shown,
  };

type Links = Static<typeof Proof>['holder'];
const inOrder = (links: Links): Links => links.map(({ statement, approval }) => ({ statement, approval }));

/** In the order in which it was written: the text must come out the same. */
const ordered = ({ parent, ...proof }: Static<typeof Proof>): ReceiptProof => ({
  grant: proof.grant,
  private: proof.private,
  holder: inOrder(proof.holder),
  recipient: inOrder(proof.recipient),
  directory: proof.directory,
  certificate: proof.certificate,
  withdrawal: proof.withdrawal,
  ...(parent && {
    parent: {
      grant: parent.grant,
      private: parent.private,
      recipient: inOrder(parent.recipient),
      team: parent.team && parent.team.map(({ entry, approval }) => ({ entry, approval })),
    },
  }),
});

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
  const { text, opened } = receiptText(ordered(proofIn(json)));
  if (text !== json) throw damaged();
  const { grant, private: said, holder, recipient, certifiedName, directory, withdrawal } = opened;
  const fp = fingerprint(holder);
  if (trusted.directory && !(directory && sameBytes(directory, trusted.directory))) throw damaged();
  if (trusted.holder && !sameBytes(trusted.holder.fp, fp)) throw damaged();
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
    withdrawnBy: endedBy(opened),
    passed: passedOf(opened),
    language: said.language,
    shown: said.shown,
  };
};
