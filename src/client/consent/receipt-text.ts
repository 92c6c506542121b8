import { sameBytes, toHex } from '../../core/bytes.js';
import type { IdentityLinkWire } from '../../core/api/accounts.js';
import { damaged } from '../../core/errors.js';
import { directoryFingerprint, openCertificate } from '../../core/protocol/directory.js';
import {
  claimedGrant,
  type Grant,
  type GrantPrivate,
  openGrant,
  openPrivate,
} from '../../core/protocol/grant.js';
import { openWithdrawal, type Withdrawal } from '../../core/protocol/grant-end.js';
import { fingerprint, type Identity, openIdentityChain } from '../../core/protocol/identity.js';
import { fingerprintWords } from '../../core/protocol/words.js';
import { readLinks } from '../locks.js';
import { wireBytes } from '../wire.js';

/** The signed bytes of a receipt, base64url: everything else in it follows from them. */
export interface ReceiptProof {
  readonly grant: string;
  /** The private part, its salt of 32 bytes first. */
  readonly private: string;
  readonly holder: readonly IdentityLinkWire[];
  readonly recipient: readonly IdentityLinkWire[];
  readonly directory: string | null;
  readonly certificate: string | null;
  readonly withdrawal: string | null;
}

/** A receipt whose signatures hold. */
export interface OpenedReceipt {
  readonly grant: Grant;
  readonly private: GrantPrivate;
  readonly holder: Identity;
  readonly recipient: Identity;
  readonly certifiedName: string | null;
  readonly directory: Uint8Array | null;
  readonly withdrawal: Withdrawal | null;
}

const certificateIn = ({ directory, certificate }: ReceiptProof, first: Identity) => {
  if ((directory === null) !== (certificate === null)) throw damaged();
  if (directory === null || certificate === null) return { directory: null, certifiedName: null };
  const key = wireBytes(directory);
  const said = openCertificate(wireBytes(certificate), key);
  if (!sameBytes(said.relay, first.uid) || !sameBytes(said.fp, fingerprint(first))) throw damaged();
  return { directory: key, certifiedName: said.name };
};

/** Signed by the holder or by the recipient, a worker; an end by a relay's member is not in a receipt. */
const withdrawalIn = (proof: ReceiptProof, grant: Grant, signers: readonly Identity[]): Withdrawal | null => {
  if (proof.withdrawal === null) return null;
  const envelope = wireBytes(proof.withdrawal);
  for (const { sign, uid } of signers) {
    try {
      return openWithdrawal(envelope, sign, grant, uid);
    } catch {
      // signed by another
    }
  }
  throw damaged();
};

/** Verifies the signed bytes and how they belong together; `damaged` for anything else. */
export const openReceipt = (proof: ReceiptProof): OpenedReceipt => {
  const envelope = wireBytes(proof.grant);
  const claimed = claimedGrant(envelope);
  const holder = openIdentityChain(claimed.holder, readLinks(proof.holder));
  const grant = openGrant(envelope, holder.sign, holder.uid);
  const links = readLinks(proof.recipient);
  const recipient = openIdentityChain(grant.to.id, links);
  if (recipient.gen !== grant.to.gen || !sameBytes(fingerprint(recipient), grant.to.fp)) throw damaged();
  const first = openIdentityChain(grant.to.id, links.slice(0, 1));
  return {
    grant,
    private: openPrivate(grant, wireBytes(proof.private)),
    holder,
    recipient,
    ...certificateIn(proof, first),
    withdrawal: withdrawalIn(proof, grant, [holder, recipient]),
  };
};

const time = (ms: number): string => new Date(ms).toISOString();

const eventsOf = ({ grant, private: said, withdrawal, holder }: OpenedReceipt) => [
  {
    event_type: 'consent_given',
    event_time: time(grant.ts),
    entity_id: toHex(grant.by),
    method: said.explained,
  },
  ...(withdrawal
    ? [
        {
          event_type: sameBytes(withdrawal.by, holder.uid) ? 'consent_withdrawn' : 'given_back',
          event_time: time(withdrawal.ts),
          entity_id: toHex(withdrawal.by),
        },
      ]
    : []),
];

const recordOf = (receipt: OpenedReceipt) => {
  const { grant, private: said, holder, recipient, certifiedName, directory } = receipt;
  return {
    schema_version: 'ISO/IEC TS 27560:2023',
    record_id: toHex(grant.id),
    pii_principal: { id: toHex(holder.uid), key_words: fingerprintWords(fingerprint(holder)).join(' ') },
    recipient: {
      id: toHex(recipient.uid),
      name: said.recipient,
      role: recipient.role,
      key_words: fingerprintWords(grant.to.fp).join(' '),
      certified_name: certifiedName,
      certified_by_words: directory && fingerprintWords(directoryFingerprint(directory)).join(' '),
    },
    purposes: [{ purpose: said.purpose, permissions: [...grant.perm] }],
    pii_categories: said.labels.map(({ id, kind, title }) => ({ id: toHex(id), kind, title })),
    scope: grant.scope.kind,
    notice: said.shown,
    language: said.language,
    witness: said.witness,
    consent_type: 'expressed_consent',
    events: eventsOf(receipt),
    validity: { from: time(grant.nbf), until: time(grant.exp) },
  };
};

/** The whole text of a receipt, which follows from its signed bytes to the last sign: so nothing in it can be altered. */
export const receiptText = (
  proof: ReceiptProof,
): { readonly text: string; readonly opened: OpenedReceipt } => {
  const opened = openReceipt(proof);
  return { opened, text: `${JSON.stringify({ ...recordOf(opened), proof }, null, 2)}\n` };
};
