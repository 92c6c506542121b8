import { toBase64Url, toHex } from '../../core/bytes.js';
import { challengeLock } from '../../core/api/accounts.js';
import { type DropState, lookAtDrop as look } from '../../core/api/drops.js';
import { damaged } from '../../core/errors.js';
import {
  type DropAddress,
  type DropCard,
  dropAuthKeys,
  dropLocator,
  signDropLook,
  unwrapDropCard,
} from '../../core/protocol/drop-secret.js';
import { makeApi } from '../api.js';
import type { Device } from '../ports.js';
import { wireBytes } from '../wire.js';

/** What somebody who has such a link needs of their machine: no memory, nothing is kept. */
export type Dropper = Pick<Device, 'transport' | 'clock'>;

/** A link as it stands, verified: what it says of itself is what its address names. */
export interface LookedAtDrop {
  readonly address: DropAddress;
  readonly state: DropState;
  /** Who takes papers, and the key that they are sealed to; null once the link was ended. */
  readonly card: DropCard | null;
  /** By the server's word. */
  readonly papersLeft: number;
  readonly bytesLeft: number;
  readonly maxPaperBytes: number;
  /** Lets papers be left for an hour; null where none are taken. */
  readonly token: string | null;
}

/**
 * Looks at a link for leaving papers.
 *
 * @throws SafeError `unauthorized` if there is no such link (any more), `damaged` if the server shows another one, or another
 * key: then nothing may be sent
 */
export const lookAtDrop = async (dropper: Dropper, address: DropAddress): Promise<LookedAtDrop> => {
  const api = makeApi(dropper, address.server);
  const loc = dropLocator(address.seed);
  const drop = toHex(loc);
  const { challenge } = await api.call(challengeLock, { body: { loc: drop } }, { again: true });
  const signature = signDropLook(dropAuthKeys(address.seed), loc, wireBytes(challenge));
  const answer = await api.call(look, { body: { drop, challenge, signature: toBase64Url(signature) } });
  const { state, papersLeft, bytesLeft, maxPaperBytes, token } = answer;
  const card = answer.card === null ? null : unwrapDropCard(address.seed, wireBytes(answer.card));
  if ((card === null) !== (state === 'ended')) throw damaged();
  return { address, state, card, papersLeft, bytesLeft, maxPaperBytes, token };
};
