import { sameBytes, toBase64Url, toHex } from '../core/bytes.js';
import { type GivenGrant as GivenWire, listGrants } from '../core/api/grants.js';
import { damaged } from '../core/errors.js';
import { grantHash, openGrant } from '../core/protocol/grant.js';
import { grantsHash } from '../core/protocol/head.js';
import type { Session } from './session.js';
import type { GivenGrant, Safe } from './state.js';
import { wireBytes } from './wire.js';

const readGiven = ({ uid, safe, identity }: Session, wire: GivenWire): GivenGrant => {
  const envelope = wireBytes(wire.grant);
  const grant = openGrant(envelope, identity.sign, uid);
  if (!sameBytes(grant.safe, safe) || !sameBytes(grant.holder, uid)) throw damaged();
  return {
    id: toHex(grant.id),
    grant,
    envelope,
    hash: grantHash(envelope),
    priv: wireBytes(wire.priv),
    ownKey: wireBytes(wire.ownKey),
    givenAt: wire.givenAt,
    endedAt: wire.endedAt,
    listed: wire.listed,
  };
};

const hashOf = (grants: readonly GivenGrant[]): Uint8Array => grantsHash(grants.map(({ hash }) => hash));

const isListedBy = ({ head }: Safe, grants: readonly GivenGrant[]): boolean =>
  sameBytes(hashOf(grants), head.grants);

/**
 * Every grant of the safe, what has ended included; null if the safe changed meanwhile. Each receipt bears the holder's
 * signature, and those listed are, to the last one, what the head says: one more, one less or another one is `damaged`.
 */
export const loadGiven = async (session: Session, safe: Safe): Promise<GivenGrant[] | null> => {
  const answer = await session.api.call(listGrants, { params: { safe: toHex(session.safe) } });
  if (answer.head !== toBase64Url(safe.envelope)) return null;
  const all = answer.grants.map((one) => readGiven(session, one));
  if (new Set(all.map(({ id }) => id)).size !== all.length) throw damaged();
  const listed = all.filter((one) => one.listed);
  if (!isListedBy(safe, listed)) throw damaged();
  session.grants = listed;
  return all;
};

/** Those that the head lists: asked for only where the head has other ones than were last seen here. */
export const loadListed = async (session: Session, safe: Safe): Promise<readonly GivenGrant[] | null> => {
  const seen = session.grants ?? [];
  if (isListedBy(safe, seen)) return seen;
  if (isListedBy(safe, [])) return [];
  return (await loadGiven(session, safe))?.filter(({ listed }) => listed) ?? null;
};
