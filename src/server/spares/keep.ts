import type { Kysely } from 'kysely';
import { sameBytes } from '../../core/bytes.js';
import { damaged, SafeError } from '../../core/errors.js';
import { fingerprint, openIdentityChain } from '../../core/protocol/identity.js';
import { openSpare, spareHash } from '../../core/protocol/spare.js';
import type { Database } from '../database/schema.js';
import * as repository from './repository.js';

/** A relay's newest identity as `{gen, fp}`; `not_found` for what is none. */
export const relayKeys = async (
  tx: Kysely<Database>,
  relay: Uint8Array,
): Promise<{ readonly gen: number; readonly fp: Uint8Array }> => {
  const chain = await repository.identityChain(tx, relay);
  if (chain.length === 0) throw new SafeError('not_found');
  const identity = openIdentityChain(relay, chain);
  return { gen: identity.gen, fp: fingerprint(identity) };
};

/** More people than a relay accompanies. */
const MAX_KEPT = 5000;
/** Of people whom no relay vouched for: whoever opens many accounts fills no more of the list, and keeps nobody else out of it. */
const MAX_STRANGERS = 500;
/** Of those put aside: strangers take the place of these without end, and only strangers are refused for it. */
const MAX_STRANGERS_ASIDE = 2000;

/** One of an account; and a relay's list stays one that can be read. A few more get in where many come at the same moment. */
const checkRoom = async (tx: Kysely<Database>, uid: Uint8Array, relay: Uint8Array): Promise<void> => {
  const { own, strangers, strangersAside, all, vouched } = await repository.countSpares(tx, uid, relay);
  if (own > 0) throw new SafeError('conflict');
  const isFull = strangers >= MAX_STRANGERS || strangersAside >= MAX_STRANGERS_ASIDE;
  if (all >= MAX_KEPT || (!vouched && isFull)) throw new SafeError('too_large');
};

/** Keeps what a holder leaves with a relay, for a lock that is enrolled in the same transaction. */
export const keepSpare = async (
  tx: Kysely<Database>,
  lock: {
    readonly uid: Uint8Array;
    readonly loc: Uint8Array;
    readonly label: Uint8Array;
    readonly signKey: Uint8Array;
  },
  wanted: { readonly statement: Uint8Array; readonly sealed: Uint8Array; readonly note: Uint8Array },
): Promise<void> => {
  const said = openSpare(wanted.statement, lock.signKey, lock.uid);
  const fits =
    sameBytes(said.loc, lock.loc) &&
    sameBytes(said.sealed, spareHash(wanted.sealed)) &&
    sameBytes(said.note, spareHash(wanted.note));
  if (!fits) throw damaged();
  // Held until this is stored: a team that turns its key finds it afterwards, among what is to be sealed anew.
  const relay = await repository.relayNow(tx, said.relay.id, 'held');
  if (!relay) throw damaged();
  if (!relay.certified) throw new SafeError('not_certified');
  const now = await relayKeys(tx, said.relay.id);
  if (now.gen !== said.relay.gen || !sameBytes(now.fp, said.relay.fp)) throw new SafeError('conflict');
  await checkRoom(tx, lock.uid, said.relay.id);
  await repository.insertSpare(tx, {
    loc: lock.loc,
    uid: lock.uid,
    label: lock.label,
    relay: said.relay.id,
    generation: said.relay.gen,
    ...wanted,
  });
};
