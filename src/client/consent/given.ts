import { sameBytes, toHex } from '../../core/bytes.js';
import type { AnswerOf } from '../../core/api/contract.js';
import { type GivenGrant, listGrants } from '../../core/api/grants.js';
import { damaged } from '../../core/errors.js';
import {
  grantHash,
  openGrant,
  openPrivate,
  unwrapGrantKey,
  unwrapPrivate,
} from '../../core/protocol/grant.js';
import { grantsHash, type Head } from '../../core/protocol/head.js';
import type { Session } from '../session.js';
import type { Given } from '../state.js';
import { everyPage } from '../pages.js';
import { wireBytes } from '../wire.js';

export type { Given } from '../state.js';

type Listed = Omit<AnswerOf<typeof listGrants>, 'next'>;

const newest = <T extends { readonly givenAt: number }>(all: T[]): T[] =>
  all.toSorted((a, b) => b.givenAt - a.givenAt);

/** All pages, newest first; null if the safe changed between two of them. */
export const listGiven = async (session: Session): Promise<Listed | null> => {
  const params = { safe: toHex(session.safe) };
  const pages = await everyPage(
    (query) => session.api.call(listGrants, { params, query }),
    ({ grants, passedOn }) => grants.length + passedOn.length,
  );
  const [head = '', ...others] = pages.map((page) => page.head);
  if (others.some((other) => other !== head)) return null;
  return {
    head,
    grants: newest(pages.flatMap((page) => page.grants)),
    passedOn: newest(pages.flatMap((page) => page.passedOn)),
  };
};

const openGiven = (session: Session, wire: GivenGrant): Given => {
  const envelope = wireBytes(wire.grant);
  const grant = openGrant(envelope, session.identity.sign, session.uid);
  if (!sameBytes(grant.safe, session.safe) || !sameBytes(grant.holder, session.uid)) throw damaged();
  const key = unwrapGrantKey(session.account, grant, wireBytes(wire.ownKey));
  const privateBytes = unwrapPrivate(key, grant, wireBytes(wire.priv));
  const { givenAt, endedAt, listed } = wire;
  return {
    id: toHex(grant.id),
    grant,
    envelope,
    hash: grantHash(envelope),
    key,
    private: openPrivate(grant, privateBytes),
    privateBytes,
    givenAt,
    endedAt,
    listed,
  };
};

/** Opens what the server lists and holds it against the head: a grant that was swapped, dropped or made up is `damaged`. */
export const openGrants = (session: Session, head: Head, wires: readonly GivenGrant[]): Given[] => {
  const all = wires.map((wire) => openGiven(session, wire));
  const listed = all.filter((one) => one.listed).map(({ hash }) => hash);
  if (new Set(all.map(({ id }) => id)).size !== all.length) throw damaged();
  if (!sameBytes(grantsHash(listed), head.grants)) throw damaged();
  return all;
};

/** Over before or by its date: it opens nothing any more, and the next head leaves it out. */
export const isOver = ({ endedAt, grant }: Pick<Given, 'endedAt' | 'grant'>, now: number): boolean =>
  endedAt !== null || grant.exp <= now;
