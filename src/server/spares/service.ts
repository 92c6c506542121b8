import type { Kysely } from 'kysely';
import { sameBytes, toHex } from '../../core/bytes.js';
import { damaged, SafeError } from '../../core/errors.js';
import { type Identity, openIdentityChain } from '../../core/protocol/identity.js';
import type { LogAction } from '../../core/protocol/log.js';
import type { TeamRole } from '../../core/protocol/team.js';
import { spareHash } from '../../core/protocol/spare.js';
import {
  openSpareAside,
  openSpareOpening,
  openSpareReseal,
  spareStatementHash,
} from '../../core/protocol/spare-turn.js';
import type { Database } from '../database/schema.js';
import type { Caller } from '../http/caller.js';
import { asCaller } from '../log/caller.js';
import { recordAbout } from './record.js';
import { relayKeys } from './keep.js';
import * as repository from './repository.js';

type Db = Kysely<Database>;

export interface SparesPorts {
  readonly db: Db;
}

const listingOwn =
  ({ db }: SparesPorts) =>
  (caller: Caller) =>
    asCaller(db, caller, (tx) => repository.ownSpares(tx, caller.uid));

const mustBeMember = async (
  tx: Db,
  relay: Uint8Array,
  caller: Caller,
  hold: repository.Hold,
): Promise<TeamRole> => {
  if (!(await repository.relayNow(tx, relay, hold && 'held'))) throw new SafeError('not_found');
  const role = await repository.roleOf(tx, relay, caller.uid, hold);
  if (role === null) throw new SafeError('not_member');
  return role;
};

const listing =
  ({ db }: SparesPorts) =>
  (caller: Caller, relay: Uint8Array) =>
    asCaller(db, caller, async (tx) => {
      await mustBeMember(tx, relay, caller, null);
      const rows = await repository.relaySpares(tx, relay);
      const chains = await repository.identityChains(
        tx,
        rows.map(({ uid }) => uid),
      );
      return rows.map((row) => ({ ...row, identity: chains.get(toHex(row.uid)) ?? [] }));
    });

const callerKeys = async (tx: Db, uid: Uint8Array): Promise<Identity> => {
  const chain = await repository.identityChain(tx, uid);
  if (chain.length === 0) throw damaged();
  return openIdentityChain(uid, chain);
};

interface Asked {
  readonly relay: Uint8Array;
  readonly loc: Uint8Array;
}

/** A spare of a relay that the caller belongs to, its row, the relay and the caller’s place locked. */
const find = async (tx: Db, caller: Caller, { relay, loc }: Asked, hold: 'member' | 'role' = 'member') => {
  await mustBeMember(tx, relay, caller, null);
  const spare = await repository.spareOf(tx, relay, loc);
  if (!spare) throw new SafeError('not_found');
  // Locked after the spare: whoever waits for that one, time and again, keeps no team from changing meanwhile.
  const role = await mustBeMember(tx, relay, caller, hold);
  return { spare, role, member: await callerKeys(tx, caller.uid), now: await relayKeys(tx, relay) };
};

/** Into a hand-over whose two screens are joined, and into each once. */
const checkHand = async (tx: Db, spare: repository.SpareRow, hand: Uint8Array): Promise<void> => {
  const again = spare.released_to !== null && sameBytes(spare.released_to, hand);
  if (again || !(await repository.isJoined(tx, hand))) throw new SafeError('hand_ended');
};

/** How far a member's clock may be off. */
const LATE_MS = 600_000;

const checkTime = (ts: number): void => {
  if (Math.abs(ts - Date.now()) > LATE_MS) throw damaged();
};

/**
 * Hands a sealed spare to a member who signed for it. What they signed enters the person's log in the same transaction, also
 * where it is only to be sealed anew; the lock can be tried from then on only if it goes into a hand-over.
 */
const releasing =
  ({ db }: SparesPorts) =>
  (caller: Caller, asked: Asked, opening: Uint8Array) =>
    asCaller(db, caller, async (tx) => {
      const { spare, member, now } = await find(tx, caller, asked);
      const meant = { spare: asked.loc, relay: asked.relay, by: caller.uid };
      const { to, ts } = openSpareOpening(opening, member.sign, meant);
      checkTime(ts);
      const isOld = spare.generation < now.gen;
      // What the old key still opens goes to nobody before it is sealed to those who remain.
      if (isOld !== (to === null)) throw new SafeError('conflict', { details: { reason: 'new_key' } });
      if (to) {
        await checkHand(tx, spare, to);
        await repository.noteRelease(tx, asked.loc, to);
      } else {
        await repository.noteTurning(tx, asked.loc, { turned_by: caller.uid, turning: now.gen });
      }
      const act: LogAction = to ? 'spare.release' : 'spare.reseal';
      await recordAbout(tx, spare.uid, { caller, act, proof: opening });
      const { sealed, reseal, former_sealed, former_reseal } = spare;
      return { sealed, reseal, former: former_sealed && { sealed: former_sealed, reseal: former_reseal } };
    });

interface Resealed {
  readonly reseal: Uint8Array;
  readonly sealed: Uint8Array;
  readonly note: Uint8Array;
}

/** Takes what a member who asked for it sealed to the team's newest key; the seal before is kept until that one was handed out. */
const resealing =
  ({ db }: SparesPorts) =>
  (caller: Caller, asked: Asked, wanted: Resealed): Promise<number> =>
    asCaller(db, caller, async (tx) => {
      const { spare, member, now } = await find(tx, caller, asked);
      const meant = { spare: asked.loc, statement: spareStatementHash(spare.statement), by: caller.uid };
      const said = openSpareReseal(wanted.reseal, member.sign, meant);
      const fits =
        sameBytes(said.sealed, spareHash(wanted.sealed)) && sameBytes(said.note, spareHash(wanted.note));
      if (!fits) throw damaged();
      if (said.gen !== now.gen || spare.generation >= now.gen) throw new SafeError('conflict');
      // Only who was handed it for that: the person's log names them, with what they signed.
      const hasAsked = spare.turned_by !== null && sameBytes(spare.turned_by, caller.uid);
      if (!hasAsked || spare.turning !== now.gen) throw new SafeError('conflict');
      await repository.putReseal(tx, asked.loc, { generation: said.gen, ...wanted });
      return said.gen;
    });

/**
 * Puts a spare aside in the relay's list, or back: by a manager, who is named in the person's log in the same transaction. Nothing of it is
 * destroyed, and it is handed out as before. What changes nothing is no entry.
 */
const puttingAside =
  ({ db }: SparesPorts) =>
  (caller: Caller, asked: Asked, order: Uint8Array): Promise<void> =>
    asCaller(db, caller, async (tx) => {
      const { spare, member, role } = await find(tx, caller, asked, 'role');
      if (role !== 'manager') throw new SafeError('not_manager');
      const meant = { spare: asked.loc, relay: asked.relay, by: caller.uid };
      const { aside, ts } = openSpareAside(order, member.sign, meant);
      checkTime(ts);
      if (aside === (spare.aside !== null)) return;
      await repository.noteAside(tx, asked.loc, aside ? order : null);
      await recordAbout(tx, spare.uid, { caller, act: aside ? 'spare.aside' : 'spare.back', proof: order });
    });

/** What can be done with spares that people left with a relay: see one's own; and, by the team, list, be handed, seal anew, put aside. */
export const sparesService = (ports: SparesPorts) => ({
  listOwn: listingOwn(ports),
  list: listing(ports),
  release: releasing(ports),
  reseal: resealing(ports),
  putAside: puttingAside(ports),
});
