import { toHex } from '../../core/bytes.js';
import { type DropState, sendDrop } from '../../core/api/drops.js';
import { random } from '../../core/crypto/sodium.js';
import { damaged, type ErrorCode, isSafeError, SafeError } from '../../core/errors.js';
import { DEPOSIT_KEY_BYTES } from '../../core/protocol/deposit.js';
import { type Drop, dropKeyHash, sealDropKey, signDrop } from '../../core/protocol/drop.js';
import { type DropCard, dropAuthKeys, dropLocator, wrapDropName } from '../../core/protocol/drop-secret.js';
import { keyCommitment } from '../../core/protocol/safe-keys.js';
import { type Api, makeApi } from '../api.js';
import type { LeftPaper } from '../deposit/leave.js';
import { checkMetadata, type Contents, encryptPaper } from '../encrypting.js';
import type { Part } from '../multipart.js';
import { type Progress, sendParts } from '../sending.js';
import { type Dropper, type LookedAtDrop, lookAtDrop } from './look.js';

const CLOSED: Readonly<Partial<Record<DropState, ErrorCode>>> = {
  ended: 'drop_ended',
  expired: 'drop_expired',
};

/** A link that takes papers, and who speaks to its server. */
interface Open {
  readonly looked: LookedAtDrop;
  readonly card: DropCard;
  readonly api: Api;
}

const openWith = (dropper: Dropper, looked: LookedAtDrop): Open => {
  const { card, token, state, address } = looked;
  if (card === null || token === null) throw new SafeError(CLOSED[state] ?? 'drop_ended');
  // A token that is over is asked for again by looking again.
  const tokens = { current: () => ({ text: token }), renew: () => Promise.resolve() };
  return { looked, card, api: makeApi(dropper, address.server, tokens) };
};

interface Leaving extends Contents {
  readonly doc: Uint8Array;
  readonly name: string | null;
}

/** The parts of one attempt: the statement goes last, since it signs what went before. */
const makeAttempt = (
  { looked, card }: Open,
  now: number,
  { doc, name, ...contents }: Leaving,
): { readonly parts: readonly Part[]; sealed(): Uint8Array } => {
  const { key, parts, roots, blankRoots } = encryptPaper(
    { safe: card.safe, document: doc, version: 1 },
    contents,
  );
  const { seed } = looked.address;
  const auth = dropAuthKeys(seed);
  const said = {
    loc: dropLocator(seed),
    safe: card.safe,
    doc,
    dekc: keyCommitment(key),
    name: name === null ? null : wrapDropName(key, doc, name),
    ts: now,
  };
  let sealed: Uint8Array = new Uint8Array(0);
  const sign = (made: Pick<Drop, 'roots' | 'sealed'>): Uint8Array =>
    signDrop({ ...said, ...made }, auth.secretKey);
  const sealReal = () => {
    sealed = sealDropKey(card.key, { ...said, roots: roots() }, key);
    return [sealed];
  };
  const size = sign({ roots: blankRoots, sealed: new Uint8Array(32) }).length;
  return {
    parts: [
      ...parts,
      { name: 'key', size: DEPOSIT_KEY_BYTES, bytes: sealReal },
      { name: 'statement', size, bytes: () => [sign({ roots: roots(), sealed: dropKeyHash(sealed) })] },
    ],
    sealed: () => dropKeyHash(sealed),
  };
};

/** What is left, and how it is told apart: sent again under the same id it takes its own place. */
export interface DroppedPaper extends LeftPaper {
  /** 16 random bytes, see {@link newDropId}. */
  readonly doc: Uint8Array;
  /** The name under which it is left; the person reads it, nothing proves it. At most 62 bytes of UTF-8 are kept. */
  readonly name: string | null;
}

/** An id for a paper that is to be left. */
export const newDropId = (): Uint8Array => random(16);

/**
 * Leaves papers by a link: each encrypted here under a fresh key that only the person who made the link can open. They wait
 * until that person keeps them.
 *
 * @returns a function that leaves one paper. It throws `drop_ended`, `drop_expired`, `drop_full`, `deposits_full`,
 * `quota_exceeded`, `too_large`, `empty_file`, `damaged` if the server stored something else, and what `open` throws
 */
export const leaving = (dropper: Dropper, first: LookedAtDrop) => {
  let open: Open | undefined;
  const send = async (paper: Leaving, onProgress?: Progress): Promise<void> => {
    open ??= openWith(dropper, first);
    const now = open;
    const make = () => makeAttempt(now, dropper.clock.now(), paper);
    const { answer, attempt } = await sendParts(
      now.api,
      sendDrop,
      { document: toHex(paper.doc) },
      make,
      onProgress,
    );
    if (answer.sealed !== toHex(attempt.sealed())) throw damaged();
  };
  return async (
    { metadata: said, length, open: read, thumbnail, doc, name }: DroppedPaper,
    onProgress?: Progress,
  ) => {
    const added = dropper.clock.now();
    const metadata = { ...said, v: 1, size: length, added, since: added };
    checkMetadata(metadata);
    if (length === 0) throw new SafeError('empty_file');
    const paper = { doc, name, metadata, open: read, thumbnail };
    try {
      await send(paper, onProgress);
    } catch (error) {
      if (!isSafeError(error, 'session_over')) throw error;
      open = openWith(dropper, await lookAtDrop(dropper, first.address));
      await send(paper, onProgress);
    }
  };
};
