import { sameBytes, toHex } from '../../core/bytes.js';
import { isSafeError } from '../../core/errors.js';
import { claimedDeposit, type Deposit, openDeposit } from '../../core/protocol/deposit.js';
import type { LogBody } from '../../core/protocol/log.js';
import type { Explained } from '../consent/explain.js';
import type { Session } from '../session.js';
import { wireBytes } from '../wire.js';
import { type Sender, senders } from './sender.js';

const claimOf = (proof: string): Deposit | undefined => {
  try {
    return claimedDeposit(wireBytes(proof));
  } catch {
    return undefined;
  }
};

/** The sender, or undefined where the server shows keys that can't be believed. */
const attempt = async (open: () => Promise<Sender>): Promise<Sender | undefined> => {
  try {
    return await open();
  } catch (error) {
    if (!isSafeError(error) || error.code === 'unavailable') throw error;
    return undefined;
  }
};

const holds = (session: Session, body: LogBody, said: Deposit, { signers }: Sender): boolean =>
  body.by === toHex(said.by) &&
  body.doc === toHex(said.doc) &&
  signers.some(({ uid, sign }) => {
    if (!sameBytes(uid, said.by)) return false;
    try {
      openDeposit(wireBytes(body.proof ?? ''), sign, { safe: session.safe, doc: said.doc }, said.by);
      return true;
    } catch {
      return false;
    }
  });

/** What a statement says, and who could have signed it; undefined where the server shows keys that can't be believed. */
interface Told {
  readonly said: Deposit;
  readonly sender: Sender | undefined;
}

const explained = ({ said, sender }: Told, proven: boolean): Explained => {
  const worker = sender?.signers.findLast(({ uid }) => sameBytes(uid, said.by))?.name;
  const named = sender?.name ? { relay: sender.name, ...(worker === undefined ? {} : { worker }) } : {};
  return {
    ...named,
    people: [toHex(said.relay ?? said.by), toHex(said.by)],
    // Of a relay that the holder never met, a signature proves no more than the server says.
    ...(sender && !sender.verified && proven ? {} : { proof: proven ? 'holds' : 'broken' }),
  };
};

/**
 * Tells of each deposit in the log who left it, and whether they signed it; undefined for other entries. Each proof counts
 * once, in the order in which entries are asked about.
 */
export const explainDeposits = async (
  session: Session,
  bodies: readonly LogBody[],
): Promise<(body: LogBody) => Explained | undefined> => {
  const senderOf = senders(session);
  const known = new Map<string, Told>();
  for (const { act, proof } of bodies) {
    const said = act === 'deposit.add' && proof !== null ? claimOf(proof) : undefined;
    if (said) known.set(proof ?? '', { said, sender: await attempt(() => senderOf(said)) });
  }
  const used = new Set<string>();
  return (body) => {
    if (!body.act.startsWith('deposit.')) return undefined;
    if (body.act !== 'deposit.add') return {};
    const { proof, out } = body;
    const told = proof === null ? undefined : known.get(proof);
    // A refused try that says nothing of itself needs no proof.
    if (proof === null || !told) return out === 'ok' ? { proof: 'broken' } : {};
    const proven =
      told.sender !== undefined && holds(session, body, told.said, told.sender) && !used.has(proof);
    if (out === 'ok') used.add(proof);
    return explained(told, proven);
  };
};
