import { fromHex, toHex } from '../../core/bytes.js';
import { findSafe, sendDeposit, sendDepositUnderGrant } from '../../core/api/deposits.js';
import type { ByteSource } from '../../core/crypto/container/encrypt.js';
import { random } from '../../core/crypto/sodium.js';
import { damaged, SafeError } from '../../core/errors.js';
import {
  type Deposit,
  DEPOSIT_KEY_BYTES,
  depositKeyHash,
  sealDepositKey,
  signDeposit,
} from '../../core/protocol/deposit.js';
import type { Contact } from '../../core/protocol/contact.js';
import { fingerprint, type Identity } from '../../core/protocol/identity.js';
import { keyCommitment } from '../../core/protocol/safe-keys.js';
import { type Caller, fetchIdentity, openFromContact } from '../consent/chains.js';
import type { Received } from '../consent/received.js';
import { checkMetadata, type Contents, encryptPaper } from '../encrypting.js';
import type { NewPaper } from '../add.js';
import type { Part } from '../multipart.js';
import { type Progress, sendParts } from '../sending.js';
import type { AccountSession } from '../session.js';
import { wireId } from '../wire.js';

/** A paper that is left for somebody. */
export interface LeftPaper {
  /** The id under which it is left, where it may have to be left again after an answer was lost: what waits is replaced. */
  readonly doc?: Uint8Array;
  readonly metadata: NewPaper['metadata'];
  readonly length: number;
  /** The bytes from the beginning; called once for each attempt. */
  readonly open: () => ByteSource;
  readonly thumbnail: Uint8Array | null;
}

/** On what ground a paper is left: in whose name, or under which consent, and in which safe. */
export type Ground = Pick<Deposit, 'safe' | 'relay' | 'grant'>;

/**
 * The keys of a person as the server has them now, from the fingerprint that is believed of them.
 *
 * @throws SafeError `damaged` if the server shows other keys, `not_found` if they are no person's
 */
export const holderFrom = async (caller: Pick<Caller, 'api'>, contact: Contact): Promise<Identity> => {
  const identity = openFromContact(contact, await fetchIdentity(caller, contact.uid));
  if (identity.role !== 'holder') throw new SafeError('not_found');
  return identity;
};

/**
 * The keys of a person whose public code was read on this device, by id in hexadecimal.
 *
 * @throws SafeError `not_found` if their code was never read here, and as {@link holderFrom} does
 */
export const knownHolder = async (
  session: Pick<AccountSession, 'pins'> & Caller,
  id: string,
): Promise<Identity> => {
  const pin = session.pins.known().contacts[id];
  if (!pin) throw new SafeError('not_found');
  return holderFrom(session, { uid: fromHex(id, 16), fp: fromHex(pin.fp, 32) });
};

/**
 * The ground of a member of a certified relay, where the person agreed to nothing yet.
 *
 * @throws SafeError `not_member`, `not_certified`, `deposits_closed`, `not_found`
 */
export const groundOfRelay = async (
  { api }: Pick<Caller, 'api'>,
  relay: Uint8Array,
  holder: Pick<Identity, 'uid'>,
): Promise<Ground> => {
  const params = { relay: toHex(relay), holder: toHex(holder.uid) };
  const { safe } = await api.call(findSafe, { params });
  return { safe: wireId(safe), relay, grant: null };
};

/** The ground that a consent gives; null if it does not permit to add papers, or not now. */
export const groundOfGrant = ({ grant, relay, state }: Received): Ground | null =>
  state === 'active' && grant.perm.includes('add') && grant.scope.kind !== 'doc'
    ? { safe: grant.safe, relay: relay === null ? null : fromHex(relay, 16), grant: grant.id }
    : null;

interface Leaving extends Contents {
  readonly holder: Identity;
  readonly ground: Ground;
  readonly doc: Uint8Array;
}

/** The parts of one attempt: the statement goes last, since it signs what went before. */
const makeAttempt = (
  caller: Caller,
  { holder, ground, doc, ...contents }: Leaving,
): { readonly parts: readonly Part[]; sealed(): Uint8Array } => {
  const place = { safe: ground.safe, document: doc, version: 1 };
  const { key, parts, roots, blankRoots } = encryptPaper(place, contents);
  const said = {
    ...ground,
    doc,
    to: { id: holder.uid, gen: holder.gen, fp: fingerprint(holder) },
    dekc: keyCommitment(key),
    by: caller.uid,
    ts: caller.device.clock.now(),
  };
  let sealed: Uint8Array = new Uint8Array(0);
  const sign = (made: Pick<Deposit, 'roots' | 'sealed'>): Uint8Array =>
    signDeposit({ ...said, ...made }, caller.keys.sign.secretKey);
  const sealReal = () => {
    sealed = sealDepositKey(holder.enc, { ...said, roots: roots() }, key);
    return [sealed];
  };
  const size = sign({ roots: blankRoots, sealed: new Uint8Array(32) }).length;
  return {
    parts: [
      ...parts,
      { name: 'key', size: DEPOSIT_KEY_BYTES, bytes: sealReal },
      {
        name: 'statement',
        size,
        bytes: () => [sign({ roots: roots(), sealed: depositKeyHash(sealed) })],
      },
    ],
    sealed: () => depositKeyHash(sealed),
  };
};

/**
 * Leaves a paper for somebody whose safe stays shut: encrypted here under a fresh key that only they can open, signed by who
 * leaves it. It waits until they keep it.
 *
 * @throws SafeError `deposits_closed`, `deposits_full`, `not_member`, `not_certified`, `not_granted`, `grant_ended`,
 * `grant_expired`, `quota_exceeded`, `too_large`, `empty_file`, `conflict` if the person has new keys, and what `open` throws
 */
export const leavePaper = async (
  caller: Caller,
  { holder, ground }: { readonly holder: Identity; readonly ground: Ground },
  { metadata: said, length, open, thumbnail, doc = random(16) }: LeftPaper,
  onProgress?: Progress,
): Promise<{ readonly doc: string }> => {
  const added = caller.device.clock.now();
  const metadata = { ...said, v: 1, size: length, added, since: added };
  checkMetadata(metadata);
  if (length === 0) throw new SafeError('empty_file');
  const leaving = { holder, ground, doc, metadata, open, thumbnail };
  const make = () => makeAttempt(caller, leaving);
  const { safe, relay, grant } = ground;
  const document = toHex(doc);
  const { answer, attempt } =
    grant === null
      ? await sendParts(
          caller.api,
          sendDeposit,
          { relay: toHex(relay ?? new Uint8Array(16)), safe: toHex(safe), document },
          make,
          onProgress,
        )
      : await sendParts(
          caller.api,
          sendDepositUnderGrant,
          { grant: toHex(grant), document },
          make,
          onProgress,
        );
  if (answer.sealed !== toHex(attempt.sealed())) throw damaged();
  return { doc: document };
};
