import type { Kysely } from 'kysely';
import { sameBytes, toHex } from '../../core/bytes.js';
import { damaged, type ErrorCode, SafeError } from '../../core/errors.js';
import { claimedGrant, type Grant, grantHash, openGrant, sealedHash } from '../../core/protocol/grant.js';
import { isPassedOn } from '../../core/protocol/grant-bounds.js';
import { holdMembership } from '../database/membership.js';
import type { Database } from '../database/schema.js';
import type { Caller } from '../http/caller.js';
import { appendEntries, entryBody, recordRefusal } from '../log/record.js';
import * as heads from './head-repository.js';
import { checkRecipient, checkScope, type NewGrant } from './heads.js';
import * as sub from './pass-on-repository.js';
import type { GrantsPorts } from './ports.js';
import * as repository from './repository.js';

type Db = Kysely<Database>;

/** Sub-grants of one grant: in force at a time, and ever. Each is a row that the holder reads. */
const MOST_OPEN = 100;
const MOST_EVER = 500;

interface Giver {
  readonly uid: Uint8Array;
  readonly signKey: Uint8Array | null;
}

/** What a receipt says of itself is what is so: signed by the caller, within the parent as that is now. */
const checkChild = async (tx: Db, giver: Giver, parent: sub.ParentRow, wire: NewGrant): Promise<Grant> => {
  const child = openGrant(wire.grant, giver.signKey ?? new Uint8Array(0), giver.uid);
  // What the holder signed, as it was taken.
  const above = claimedGrant(parent.envelope);
  const own =
    sameBytes(child.safe, above.safe) &&
    sameBytes(child.holder, above.holder) &&
    child.parent !== null &&
    sameBytes(child.parent, above.id) &&
    child.headSeq === above.headSeq;
  if (!own || !sameBytes(sealedHash(wire.sealed), child.sealed)) throw damaged();
  await checkScope(tx, child.safe, child);
  const lies = await sub.categoriesOf(tx, child.safe, child.scope.kind === 'doc' ? child.scope.ids : []);
  if (!isPassedOn(child, above, (doc) => lies.get(toHex(doc)))) throw new SafeError('not_granted');
  if (child.exp <= (await heads.safeClock(tx, child.safe))) throw new SafeError('grant_expired');
  // The parent's keys were sealed anew meanwhile: those that were passed on are old.
  if (child.epoch !== parent.seal_epoch) throw new SafeError('conflict');
  await checkRecipient(tx, child, 'conflict');
  return child;
};

const checkRoom = async (tx: Db, parent: Uint8Array): Promise<void> => {
  const { open, ever } = await sub.countChildren(tx, parent);
  if (open >= MOST_OPEN || ever >= MOST_EVER) throw new SafeError('too_large');
};

/** False if this very receipt was taken before. */
const store = async (tx: Db, giver: Giver, id: Uint8Array, wire: NewGrant): Promise<Uint8Array | null> => {
  const parent = await sub.lockParent(tx, id);
  if (!parent) throw new SafeError('not_found');
  const hash = grantHash(wire.grant);
  if (await sub.hasChild(tx, { parent: id, hash, giver: giver.uid })) return null;
  if (parent.refusal !== null) throw new SafeError(parent.refusal);
  const child = await checkChild(tx, giver, parent, wire);
  await checkRoom(tx, id);
  const stored = await heads.insertGrant(tx, {
    id: child.id,
    safe: child.safe,
    recipient: child.to.id,
    envelope: wire.grant,
    hash,
    sealed: wire.sealed,
    private: wire.priv,
    own_key: wire.ownKey,
    scope: child.scope.kind,
    scope_ids: child.scope.ids,
    may_read: child.perm.includes('read'),
    not_before: child.nbf,
    expires: child.exp,
    seal_generation: child.to.gen,
    seal_epoch: child.epoch,
    listed: false,
    parent: id,
    given_by: giver.uid,
  });
  // An id that was used once is never used again.
  if (!stored) throw new SafeError('conflict');
  return child.id;
};

/**
 * Passes on what a grant shows: by whom it is for, within it, to somebody else. Stored with its entry in the holder's log, or
 * neither; a refusal is an entry too, about the grant that was to be passed on.
 */
export const passingOn =
  ({ db }: GrantsPorts) =>
  async (caller: Caller, parent: Uint8Array, wire: NewGrant): Promise<void> => {
    const { safe, signKey } = await repository.partiesOf(db, parent, caller);
    const asked = { caller, safe, grant: parent, act: 'grant.pass' } as const;
    try {
      await db.transaction().execute(async (tx) => {
        await holdMembership(tx, parent, caller.uid);
        const { refusal, grantee } = await repository.standing(tx, parent, caller);
        if (refusal) throw new SafeError(refusal as ErrorCode);
        if (!grantee) throw new SafeError('not_found');
        const child = await store(tx, { uid: caller.uid, signKey }, parent, wire);
        if (child) await appendEntries(tx, safe, [entryBody({ ...asked, grant: child })]);
      });
    } catch (error) {
      await recordRefusal(db, asked, error);
      throw error;
    }
  };
