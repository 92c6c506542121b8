import { sameBytes, toHex } from '../../core/bytes.js';
import { type DepositWire, listDeposits } from '../../core/api/deposits.js';
import type { DocumentKey } from '../../core/crypto/keys.js';
import { damaged, type ErrorCode, isSafeError } from '../../core/errors.js';
import { claimedDeposit, type Deposit, openDeposit, openDepositKey } from '../../core/protocol/deposit.js';
import { fingerprint } from '../../core/protocol/identity.js';
import type { Located } from '../../core/protocol/manifest.js';
import type { PaperMetadata } from '../../core/protocol/metadata.js';
import { type FromLink, openDropped } from '../drops/waiting.js';
import { checkSizes, readMetadata } from '../paper.js';
import { currentState } from '../papers.js';
import type { Session } from '../session.js';
import { wireBytes, wireId } from '../wire.js';
import { type Sender, senders } from './sender.js';

/** The worker who left a paper, as far as it can be told. */
export interface FromWorker extends Pick<Sender, 'relay' | 'name' | 'verified' | 'words'> {
  /** It came by no link. */
  readonly link: null;
  /** Id of the worker in hexadecimal, and their name as their team knows them. */
  readonly worker: string;
  readonly workerName: string;
  /** Whether they belong to the relay now; people leave after they left a paper. */
  readonly stillThere: boolean;
}

/** Who left a paper: a worker, or somebody who has a link of the holder's. */
export type From = FromWorker | FromLink;

/** A paper that was left and waits: signed by who left it, or with a link's key, and sealed to this holder. Its bytes are verified when it is kept. */
export interface Waiting {
  /** Id in hexadecimal, of the paper that it becomes. */
  readonly doc: string;
  readonly from: From;
  readonly metadata: PaperMetadata;
  readonly key: DocumentKey;
  readonly envelope: Uint8Array;
  readonly located: Located;
  /** When it came, by the server's clock. */
  readonly at: number;
}

/** Something that the server shows and that nothing proves: not shown, only counted. */
export interface Unproven {
  readonly doc: string;
  readonly code: ErrorCode;
}

/** Who signed, by any key that the sender ever had. */
const signedBy = (
  sender: Sender,
  envelope: Uint8Array,
  place: Pick<Deposit, 'safe' | 'doc'>,
  by: Uint8Array,
): { said: Deposit; from: FromWorker } => {
  const { relay, name, verified, words } = sender;
  for (const signer of sender.signers.filter(({ uid }) => sameBytes(uid, by)).toReversed()) {
    try {
      const said = openDeposit(envelope, signer.sign, place, by);
      const who = { link: null, worker: toHex(by), workerName: signer.name, stillThere: sender.hasNow(by) };
      return { said, from: { relay, name, verified, words, ...who } };
    } catch (error) {
      if (!isSafeError(error, 'damaged')) throw error;
    }
  }
  throw damaged();
};

/** It is for this very holder, by the keys that they have. */
const checkRecipient = ({ uid, identity }: Session, { to }: Deposit): void => {
  const own = sameBytes(to.id, uid) && to.gen === identity.gen && sameBytes(to.fp, fingerprint(identity));
  if (!own) throw damaged();
};

/** One that a worker left: signed under a key that the sender ever had. */
const openLeft = async (session: Session, senderOf: ReturnType<typeof senders>, wire: DepositWire) => {
  const envelope = wireBytes(wire.statement);
  const claimed = claimedDeposit(envelope);
  const place = { safe: session.safe, doc: wireId(wire.doc) };
  const { said, from } = signedBy(await senderOf(claimed), envelope, place, claimed.by);
  checkRecipient(session, said);
  const key = openDepositKey(session.keys.enc, said, wireBytes(wire.sealedKey));
  return { said, from, key };
};

const openWaiting = async (
  session: Session,
  senderOf: ReturnType<typeof senders>,
  wire: DepositWire,
): Promise<Waiting> => {
  const { documents } = await currentState(session);
  // A paper of that id is there already: shown again, it would take its place.
  if (documents.has(wire.doc)) throw damaged();
  const { said, from, key } =
    wire.link === null ? await openLeft(session, senderOf, wire) : openDropped(session, wire);
  const located = { safe: said.safe, doc: said.doc, ver: 1, roots: said.roots };
  const metadata = await readMetadata(located, key, wireBytes(wire.metadata));
  checkSizes(located, metadata, wire);
  return { doc: wire.doc, from, metadata, key, envelope: wireBytes(wire.statement), located, at: wire.at };
};

/**
 * What was left for the holder and waits, each verified for itself. `unproven` is what the server shows besides: nothing of it
 * is to be believed. `open`: whether relays may leave papers without a consent.
 */
export const waitingDeposits = async (
  session: Session,
): Promise<{
  readonly open: boolean;
  readonly waiting: readonly Waiting[];
  readonly unproven: readonly Unproven[];
}> => {
  const { open, deposits } = await session.api.call(listDeposits, { params: { safe: toHex(session.safe) } });
  const senderOf = senders(session);
  const waiting: Waiting[] = [];
  const unproven: Unproven[] = [];
  const seen = new Set<string>();
  for (const wire of deposits) {
    try {
      if (seen.has(wire.doc)) throw damaged();
      seen.add(wire.doc);
      waiting.push(await openWaiting(session, senderOf, wire));
    } catch (error) {
      if (!isSafeError(error) || error.code === 'unavailable') throw error;
      unproven.push({ doc: wire.doc, code: error.code });
    }
  }
  return { open, waiting, unproven };
};

/** How many papers wait, whoever they come from: nothing of them is verified. */
export const countDeposits = async (session: Session): Promise<number> => {
  const { deposits } = await session.api.call(listDeposits, { params: { safe: toHex(session.safe) } });
  return deposits.length;
};
