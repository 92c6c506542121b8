import { toHex } from '../../core/bytes.js';
import { isSafeError } from '../../core/errors.js';
import { openPinnedIdentity } from '../../core/protocol/identity.js';
import type { LogAction, LogBody } from '../../core/protocol/log.js';
import {
  claimedSpareAside,
  claimedSpareOpening,
  openSpareAside,
  openSpareOpening,
  type SpareAside,
  type SpareOpening,
} from '../../core/protocol/spare-turn.js';
import type { Spare } from '../../core/protocol/spare.js';
import type { Explained } from '../consent/explain.js';
import { everyMember, type Signer } from '../consent/team-signers.js';
import { meetRelay } from '../relay/open.js';
import type { Session } from '../session.js';
import { wireBytes } from '../wire.js';
import { ownStatements } from './leave.js';

/** A relay with which the holder left a spare. */
interface Keeper {
  /** Under which the holder left it there. */
  readonly name: string;
  readonly signers: readonly Signer[];
}

const UNBELIEVED = ['damaged', 'not_found', 'rolled_back'] as const;

/** By what the holder signed: the keys that they sealed their spare to. */
const keeperOf = async (session: Session, { relay }: Spare, name: string): Promise<Keeper | undefined> => {
  try {
    const pin = { uid: relay.id, gen: relay.gen, fp: relay.fp };
    const met = await meetRelay(session, relay.id, (links) => openPinnedIdentity(pin, links));
    return { name, signers: everyMember(met.teamLinks) };
  } catch (error) {
    if (!UNBELIEVED.some((code) => isSafeError(error, code))) throw error;
    return undefined;
  }
};

/** What a relay's people do with a spare: by what they sign for it, and whether that says so. */
interface Deed {
  readonly claimed: (proof: Uint8Array) => SpareOpening | SpareAside;
  readonly open: typeof openSpareOpening | typeof openSpareAside;
  readonly fits: (said: SpareOpening | SpareAside) => boolean;
}

const opening = { claimed: claimedSpareOpening, open: openSpareOpening };
const aside = { claimed: claimedSpareAside, open: openSpareAside };

const DEEDS: Partial<Record<LogAction, Deed>> = {
  'spare.release': { ...opening, fits: (said) => 'to' in said && said.to !== null },
  'spare.reseal': { ...opening, fits: (said) => 'to' in said && said.to === null },
  'spare.aside': { ...aside, fits: (said) => 'aside' in said && said.aside },
  'spare.back': { ...aside, fits: (said) => 'aside' in said && !said.aside },
};

const claimOf = ({ claimed }: Deed, { proof }: LogBody): SpareOpening | SpareAside | undefined => {
  try {
    return proof === null ? undefined : claimed(wireBytes(proof));
  } catch {
    return undefined;
  }
};

const signerOf = (
  { open }: Deed,
  body: LogBody,
  said: SpareOpening | SpareAside,
  { signers }: Keeper,
): Signer | undefined =>
  signers.findLast(({ uid, sign }) => {
    if (toHex(uid) !== body.by) return false;
    try {
      open(wireBytes(body.proof ?? ''), sign, { spare: said.spare, relay: said.relay, by: uid });
      return true;
    } catch {
      return false;
    }
  });

/**
 * Tells of each time that a relay was handed a spare, or put it aside, who it was, and whether they signed for it; undefined for other entries.
 * Each proof counts once.
 */
export const explainSpares = async (
  session: Session,
  bodies: readonly LogBody[],
): Promise<(body: LogBody) => Explained | undefined> => {
  if (!bodies.some(({ act }) => DEEDS[act]))
    return (body) => (body.act.startsWith('spare.') ? {} : undefined);
  const statements = await ownStatements(session);
  const own = new Map(statements.map(({ said }) => [toHex(said.loc), said]));
  const keepers = new Map<string, Keeper | undefined>();
  for (const { said, relay } of statements) {
    const id = toHex(said.relay.id);
    if (!keepers.has(id)) keepers.set(id, await keeperOf(session, said, relay));
  }
  const used = new Set<string>();
  return (body) => {
    if (!body.act.startsWith('spare.')) return undefined;
    const deed = DEEDS[body.act];
    if (!deed) return {};
    const said = claimOf(deed, body);
    const mine = said && own.get(toHex(said.spare));
    const relay = mine && toHex(mine.relay.id);
    const keeper = relay === undefined ? undefined : keepers.get(relay);
    const fits = said && deed.fits(said) && relay === toHex(said.relay);
    const signer = fits && keeper ? signerOf(deed, body, said, keeper) : undefined;
    const proven = signer !== undefined && !used.has(body.proof ?? '');
    used.add(body.proof ?? '');
    return {
      ...(keeper ? { relay: keeper.name } : {}),
      ...(signer ? { worker: signer.name } : {}),
      ...(said ? { people: [toHex(said.relay), toHex(said.by)] } : {}),
      proof: proven ? 'holds' : 'broken',
    };
  };
};
