import { sameBytes, toHex } from '../../core/bytes.js';
import { listAsks, type ListedAsk } from '../../core/api/asks.js';
import { isSafeError } from '../../core/errors.js';
import { claimedAsk } from '../../core/protocol/ask.js';
import { isOver } from '../consent/given.js';
import { fetchMembers } from '../consent/givers.js';
import type { Signer } from '../consent/team-signers.js';
import { currentState } from '../papers.js';
import type { Session } from '../session.js';
import type { Given } from '../state.js';
import { wireBytes } from '../wire.js';
import { openListedAsk, type PaperAsk } from './listed.js';

/** A paper that the holder is asked for. */
export interface Wanted extends PaperAsk {
  /** Name of the relay or worker to whom something is shown. */
  readonly relay: string;
  /** The consent under which it is asked. */
  readonly given: Given;
}

const UNBELIEVED = ['damaged', 'not_found', 'rolled_back'] as const;

/** Those who are of whom the consent is for now: who left may ask for nothing. */
const membersOf = async (session: Session, { grant }: Given): Promise<readonly Signer[]> => {
  try {
    return await fetchMembers(session, grant.to);
  } catch (error) {
    if (!UNBELIEVED.some((code) => isSafeError(error, code))) throw error;
    return [];
  }
};

const givenFor = (grants: readonly Given[], wire: ListedAsk, now: number): Given | undefined => {
  const { grant: id } = claimedAsk(wireBytes(wire.ask));
  return grants.find((one) => sameBytes(one.grant.id, id) && !isOver(one, now));
};

const openFor = async (
  session: Session,
  grants: readonly Given[],
  members: (given: Given) => Promise<readonly Signer[]>,
  wire: ListedAsk,
): Promise<Wanted | null> => {
  const now = session.device.clock.now();
  try {
    const given = givenFor(grants, wire, now);
    if (!given) return null;
    const holder = { uid: session.uid, sign: session.identity.sign };
    const opened = openListedAsk(wire, given, await members(given), holder);
    if (opened.state !== 'open' || opened.ask.exp <= now) return null;
    return { ...opened, relay: given.private.recipient, given };
  } catch (error) {
    if (!isSafeError(error, 'damaged')) throw error;
    return null;
  }
};

/** Asks once for each recipient. */
const oncePer = (session: Session) => {
  const asked = new Map<string, Promise<readonly Signer[]>>();
  return (given: Given): Promise<readonly Signer[]> => {
    const id = toHex(given.grant.to.id);
    const known = asked.get(id) ?? membersOf(session, given);
    asked.set(id, known);
    return known;
  };
};

/**
 * The papers that the holder is asked for now, oldest first: by people to whom they show something, each signed. What is forged, or
 * asked by somebody to whom nothing is shown any more, is left out and counted in `unproven`.
 */
export const wantedPapers = async (
  session: Session,
): Promise<{ readonly wanted: readonly Wanted[]; readonly unproven: number }> => {
  const { asks } = await session.api.call(listAsks, { params: { safe: toHex(session.safe) } });
  if (asks.length === 0) return { wanted: [], unproven: 0 };
  const { grants } = await currentState(session);
  const members = oncePer(session);
  const opened: (Wanted | null)[] = [];
  for (const wire of asks) opened.push(await openFor(session, grants, members, wire));
  const ids = new Set<string>();
  const wanted = opened.filter((one) => one !== null && !ids.has(one.id) && ids.add(one.id)) as Wanted[];
  return { wanted, unproven: opened.length - wanted.length };
};
