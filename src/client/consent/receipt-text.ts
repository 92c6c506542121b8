import { sameBytes, toHex } from '../../core/bytes.js';
import type { IdentityLinkWire } from '../../core/api/accounts.js';
import type { TeamLinkWire } from '../../core/api/relays.js';
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
import { openSub, signersIn } from './givers.js';
import type { Signer } from './team-signers.js';

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
  /** Of what was passed on: the receipt of what was shown, and the chains of whom that is for. */
  readonly parent?: {
    readonly grant: string;
    /** Its private part, as above. */
    readonly private: string;
    readonly recipient: readonly IdentityLinkWire[];
    /** Null if it is for a worker. */
    readonly team: readonly TeamLinkWire[] | null;
  };
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
  /** Of what was passed on: what that was within, whose it was, and who signed. */
  readonly passed: {
    readonly parent: Grant;
    readonly private: GrantPrivate;
    readonly giver: Signer;
    readonly signers: readonly Signer[];
  } | null;
}

const certificateIn = ({ directory, certificate }: ReceiptProof, first: Identity) => {
  if ((directory === null) !== (certificate === null)) throw damaged();
  if (directory === null || certificate === null) return { directory: null, certifiedName: null };
  const key = wireBytes(directory);
  const said = openCertificate(wireBytes(certificate), key);
  if (!sameBytes(said.relay, first.uid) || !sameBytes(said.fp, fingerprint(first))) throw damaged();
  return { directory: key, certifiedName: said.name };
};

/** Signed by the holder, by the recipient, a worker, or by those who passed it on; an end by others is not in a receipt. */
const withdrawalIn = (
  proof: ReceiptProof,
  grant: Grant,
  signers: readonly Pick<Signer, 'uid' | 'sign'>[],
): Withdrawal | null => {
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

/** What the holder signed, and within it what somebody whom it was shown to signed. */
const grantIn = (
  { grant, parent }: ReceiptProof,
  holder: Identity,
): Pick<OpenedReceipt, 'grant' | 'passed'> => {
  const envelope = wireBytes(grant);
  if (!parent) return { grant: openGrant(envelope, holder.sign, holder.uid), passed: null };
  const above = openGrant(wireBytes(parent.grant), holder.sign, holder.uid);
  const signers = signersIn(above.to, { identity: parent.recipient, team: parent.team });
  const { grant: child, giver } = openSub(envelope, above, signers);
  const said = openPrivate(above, wireBytes(parent.private));
  return { grant: child, passed: { parent: above, private: said, giver, signers } };
};

/** Verifies the signed bytes and how they belong together; `damaged` for anything else. */
export const openReceipt = (proof: ReceiptProof): OpenedReceipt => {
  const envelope = wireBytes(proof.grant);
  const claimed = claimedGrant(envelope);
  const holder = openIdentityChain(claimed.holder, readLinks(proof.holder));
  const { grant, passed } = grantIn(proof, holder);
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
    withdrawal: withdrawalIn(proof, grant, [holder, recipient, ...(passed?.signers ?? [])]),
    passed,
  };
};

const time = (ms: number): string => new Date(ms).toISOString();

const givenEvent = ({ ts, by }: Grant, { explained }: GrantPrivate) => ({
  event_type: 'consent_given',
  event_time: time(ts),
  entity_id: toHex(by),
  method: explained,
});

/** Who ended it before its date. */
export const endedBy = ({
  withdrawal,
  holder,
  recipient,
}: OpenedReceipt): 'holder' | 'recipient' | 'giver' | null => {
  if (!withdrawal) return null;
  if (sameBytes(withdrawal.by, holder.uid)) return 'holder';
  return sameBytes(withdrawal.by, recipient.uid) ? 'recipient' : 'giver';
};

const eventsOf = (receipt: OpenedReceipt) => {
  const { grant, private: said, withdrawal, passed } = receipt;
  const given = passed
    ? [
        givenEvent(passed.parent, passed.private),
        {
          event_type: 'passed_on',
          event_time: time(grant.ts),
          entity_id: toHex(grant.by),
          name: passed.giver.name,
        },
      ]
    : [givenEvent(grant, said)];
  const by = endedBy(receipt);
  const ended = { holder: 'consent_withdrawn', recipient: 'given_back', giver: 'passing_on_ended' } as const;
  return [
    ...given,
    ...(withdrawal && by
      ? [{ event_type: ended[by], event_time: time(withdrawal.ts), entity_id: toHex(withdrawal.by) }]
      : []),
  ];
};

/** The consent within which something was passed on, as the person was told of it. */
const parentOf = ({ parent, private: said }: NonNullable<OpenedReceipt['passed']>) => ({
  record_id: toHex(parent.id),
  recipient: {
    id: toHex(parent.to.id),
    name: said.recipient,
    key_words: fingerprintWords(parent.to.fp).join(' '),
  },
  purposes: [{ purpose: said.purpose, permissions: [...parent.perm] }],
  notice: said.shown,
  language: said.language,
  witness: said.witness,
  validity: { from: time(parent.nbf), until: time(parent.exp) },
});

const recordOf = (receipt: OpenedReceipt) => {
  const { grant, private: said, holder, recipient, certifiedName, directory, passed } = receipt;
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
    ...(passed ? { passed_on_from: parentOf(passed) } : {}),
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
