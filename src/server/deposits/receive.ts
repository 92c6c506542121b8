import { sameBytes } from '../../core/bytes.js';
import { isSafeError, SafeError } from '../../core/errors.js';
import { type Deposit, DEPOSIT_KEY_BYTES, depositKeyHash, openDeposit } from '../../core/protocol/deposit.js';
import type { PartsShape, Received } from '../documents/parts.js';
import type { Parts } from '../documents/ports.js';
import { stageBlobs, takeRoom } from '../documents/receive-repository.js';
import { bytesOf, checkRoots, containerColumns, keysOf, takeIn } from '../documents/take-in.js';
import type { Caller } from '../http/caller.js';
import { type Asked, appendEntries, entryBody, recordRefusal } from '../log/record.js';
import type { DepositsPorts } from './ports.js';
import * as repository from './repository.js';
import { admit, type Admitted, type Ground, keysOfHolder } from './standing.js';

const SHAPE: PartsShape = { keyBytes: DEPOSIT_KEY_BYTES, signed: 'statement', head: false };

const mismatch = (cause?: unknown): SafeError => new SafeError('root_mismatch', { cause });

type Asking = Asked & { readonly doc: Uint8Array };
type Ready = Admitted & Awaited<ReturnType<typeof keysOfHolder>>;

const sameId = (a: Uint8Array | null, b: Uint8Array | null): boolean =>
  a === null || b === null ? a === b : sameBytes(a, b);

/** The statement, if it is the caller's own, on this ground, to this holder, over exactly what arrived. */
const readStatement = (
  received: Received,
  { caller, safe, doc }: Asking,
  ground: Ground,
  { signKey, holder, gen, fp }: Ready,
): Deposit => {
  let said: Deposit;
  try {
    said = openDeposit(received.signed, signKey, { safe, doc }, caller.uid);
  } catch (error) {
    throw isSafeError(error, 'damaged') ? mismatch(error) : error;
  }
  const meant =
    sameBytes(said.to.id, holder) && sameId(said.relay, ground.relay) && sameId(said.grant, ground.grant);
  if (!meant || !sameBytes(depositKeyHash(received.key), said.sealed)) throw mismatch();
  checkRoots(said.roots, received);
  // The holder has other keys by now: whoever reads them again can seal to them.
  if (said.to.gen !== gen || !sameBytes(said.to.fp, fp)) throw new SafeError('conflict');
  return said;
};

/** Stores the row of what arrived, with the entry; everything that let it in is asked again, one change after the other. */
const store = async (
  { db, quota, blobsDoomed }: DepositsPorts,
  asked: Asking,
  ground: Ground,
  received: Received,
  said: Deposit,
): Promise<number> => {
  const { caller, safe, doc } = asked;
  const bytes = bytesOf(received);
  const entry = { ...asked, proof: received.signed };
  try {
    const freed = await db.transaction().execute(async (tx) => {
      await repository.lockSafe(tx, safe);
      await admit(tx, caller, ground, { doc, bytes }, quota);
      const replaced = await repository.removeWaiting(tx, safe, doc);
      if (!(await stageBlobs(tx, keysOf(received)))) throw new SafeError('unavailable');
      if (!(await takeRoom(tx, safe, bytes - replaced, quota))) throw new SafeError('quota_exceeded');
      const stored = await repository.insertDeposit(tx, {
        safe,
        id: doc,
        depositor: caller.uid,
        relay: said.relay,
        grant_id: said.grant,
        statement: received.signed,
        sealed_key: received.key,
        ...containerColumns(received),
      });
      if (!stored) throw new SafeError('conflict');
      await appendEntries(tx, safe, [entryBody(entry)]);
      return replaced;
    });
    if (freed > 0) blobsDoomed();
    return bytes;
  } catch (error) {
    await recordRefusal(db, entry, error);
    throw error;
  }
};

/**
 * Takes in a paper that a worker leaves for somebody. It waits apart from the papers until the holder answers.
 *
 * @param announced bytes that the request says it carries
 */
export const receiving =
  (ports: DepositsPorts) =>
  async (
    caller: Caller,
    ground: Ground,
    doc: Uint8Array,
    parts: Parts,
    announced: number,
  ): Promise<{ sealed: Uint8Array; bytes: number }> => {
    const { db, quota } = ports;
    const { safe, grant } = ground;
    const asked: Asking = { caller, safe, act: 'deposit.add', doc, ...(grant && { grant }) };
    const intake = {
      refused: (error: unknown) => recordRefusal(ports.db, asked, error),
      place: { safe, document: doc, version: 1 },
      shape: SHAPE,
      admit: async (): Promise<Ready> => {
        const admitted = await admit(db, caller, ground, { doc, bytes: announced }, quota);
        return { ...admitted, ...(await keysOfHolder(db, admitted.holder)) };
      },
      read: (received: Received, ready: Ready) => readStatement(received, asked, ground, ready),
    };
    return takeIn(ports, intake, parts, async (received, said) => ({
      bytes: await store(ports, asked, ground, received, said),
      sealed: said.sealed,
    }));
  };
