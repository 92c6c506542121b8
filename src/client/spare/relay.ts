import { fromHex, sameBytes, toBase64Url, toHex } from '../../core/bytes.js';
import {
  listSpares,
  releaseSpare,
  resealSpare as putReseal,
  type RelaySpare,
} from '../../core/api/spares.js';
import { damaged, isSafeError, SafeError } from '../../core/errors.js';
import { fingerprint, identityKeys, openIdentityChain } from '../../core/protocol/identity.js';
import {
  claimedSpare,
  openSpare,
  resealSpare,
  type Spare,
  spareHash,
  type SparePlace,
  unsealSpare,
  unsealSpareNote,
} from '../../core/protocol/spare.js';
import {
  openSpareReseal,
  type SpareReseal,
  signSpareOpening,
  signSpareReseal,
  spareStatementHash,
} from '../../core/protocol/spare-turn.js';
import { fingerprintWords } from '../../core/protocol/words.js';
import { everyMember } from '../consent/team-signers.js';
import type { Joined } from '../hand/joined.js';
import { readLinks } from '../locks.js';
import { wireBytes } from '../wire.js';
import { asideBy } from './aside.js';
import { spareMessage } from './messages.js';
import type { SpareDesk as Desk, SpareTeam as Team } from './team.js';

/** A spare that somebody left with a relay, as its team sees it. */
export interface KeptSpare {
  /** Locator in hexadecimal. */
  readonly loc: string;
  /** Id of the person in hexadecimal. */
  readonly person: string;
  /** By which the relay finds them; what they said themselves. */
  readonly name: string;
  /** The words of their public code. */
  readonly words: readonly string[];
  /** Whether their card was read on this machine, so that it is beyond doubt whose it is. */
  readonly known: boolean;
  readonly since: number;
  /** Generation of the team that it is sealed to. */
  readonly gen: number;
  /** Who of the relay put it aside; null where it stands among the others. */
  readonly aside: string | null;
  readonly place: SparePlace;
  readonly statement: Uint8Array;
}

const teamKey = ({ keys }: Team, gen: number) => {
  const key = keys[gen - 1];
  if (!key) throw damaged();
  return identityKeys(key).enc;
};

/** A colleague's word, by whoever the team ever had. */
const openReseal = (team: Team, envelope: Uint8Array, spare: Spare, statement: Uint8Array): SpareReseal => {
  for (const { uid, sign } of everyMember(team.teamLinks)) {
    try {
      return openSpareReseal(envelope, sign, { spare: spare.loc, statement, by: uid });
    } catch (error) {
      if (!isSafeError(error, 'damaged')) throw error;
    }
  }
  throw damaged();
};

const placeOf = (
  team: Team,
  { reseal }: Pick<RelaySpare, 'reseal'>,
  spare: Spare,
  statement: Uint8Array,
): SparePlace =>
  reseal === null
    ? { spare }
    : { spare, again: { statement, gen: openReseal(team, wireBytes(reseal), spare, statement).gen } };

/**
 * What was sealed anew, or else what was there before: a colleague who sealed something else destroys nothing. Either has to be of
 * this spare.
 */
const either = <W, T>(now: W, former: W | null, open: (one: W) => T): T => {
  try {
    return open(now);
  } catch (error) {
    if (former === null || !isSafeError(error, 'damaged')) throw error;
    return open(former);
  }
};

const genOf = ({ spare, again }: SparePlace): number => again?.gen ?? spare.relay.gen;

const openKept = (session: Desk, team: Team, wire: RelaySpare): KeptSpare => {
  const links = readLinks(wire.identity);
  const envelope = wireBytes(wire.statement);
  const holder = openIdentityChain(claimedSpare(envelope).uid, links);
  const spare = openSpare(envelope, holder.sign, holder.uid);
  if (holder.role !== 'holder' || !sameBytes(spare.relay.id, team.relay)) throw damaged();
  const statement = spareStatementHash(envelope);
  const place = placeOf(team, wire, spare, statement);
  const gen = genOf(place);
  const name = either<Pick<RelaySpare, 'reseal' | 'note'>, string>(wire, wire.former, (one) => {
    const at = placeOf(team, one, spare, statement);
    return unsealSpareNote(teamKey(team, genOf(at)), at, wireBytes(one.note));
  });
  const person = toHex(holder.uid);
  const pin = session.pins.known().contacts[person];
  const fp = fingerprint(openIdentityChain(holder.uid, links.slice(0, 1)));
  if (pin && pin.gen === 1 && pin.fp !== toHex(fp)) throw damaged();
  return {
    loc: toHex(spare.loc),
    person,
    name,
    words: fingerprintWords(fp),
    known: pin !== undefined,
    since: wire.madeAt,
    gen,
    aside: asideBy(team, wire, spare.loc),
    place,
    statement,
  };
};

/** Who left a spare with the relay. What does not verify is left out and counted: it was made up, or sealed to others. */
export const keptSpares = async (
  session: Desk,
  team: Team,
): Promise<{ readonly spares: readonly KeptSpare[]; readonly refused: number }> => {
  const { spares: listed } = await session.api.call(listSpares, { params: { relay: toHex(team.relay) } });
  const spares: KeptSpare[] = [];
  let refused = 0;
  for (const wire of listed) {
    try {
      spares.push(openKept(session, team, wire));
    } catch (error) {
      if (!isSafeError(error)) throw error;
      refused += 1;
    }
  }
  return { spares, refused };
};

/** Asks to be handed S: signed, and an entry in the person's log. */
const askFor = async (
  session: Desk,
  team: Team,
  kept: KeptSpare,
  to: Uint8Array | null,
): Promise<Uint8Array> => {
  const opening = signSpareOpening(
    { spare: fromHex(kept.loc, 16), relay: team.relay, to, by: session.uid, ts: session.device.clock.now() },
    session.keys.sign.secretKey,
  );
  const params = { relay: toHex(team.relay), spare: kept.loc };
  const answer = await session.api.call(releaseSpare, { params, body: { opening: toBase64Url(opening) } });
  const { spare } = kept.place;
  const gen = genOf(placeOf(team, answer, spare, kept.statement));
  // What was handed out is of the generation that was asked about: the server can't bring back an older seal.
  if (gen !== kept.gen) throw damaged();
  return either<Pick<typeof answer, 'sealed' | 'reseal'>, Uint8Array>(answer, answer.former, (one) => {
    const at = placeOf(team, one, spare, kept.statement);
    return unsealSpare(teamKey(team, genOf(at)), at, wireBytes(one.sealed));
  });
};

const isSettled = (error: unknown): boolean =>
  (['conflict', 'not_found', 'damaged'] as const).some((code) => isSafeError(error, code));

/** Seals one to the team's newest key. False where a colleague was faster, it was taken back, or it does not open. */
const turn = async (session: Desk, team: Team, kept: KeptSpare): Promise<boolean> => {
  try {
    const secret = await askFor(session, team, kept, null);
    const { gen, enc } = team.identity;
    const again = { statement: kept.statement, gen };
    const { sealed, note } = resealSpare(enc, again, { secret, name: kept.name });
    const value = {
      spare: fromHex(kept.loc, 16),
      ...again,
      sealed: spareHash(sealed),
      note: spareHash(note),
    };
    const reseal = signSpareReseal(
      { ...value, by: session.uid, ts: session.device.clock.now() },
      session.keys.sign.secretKey,
    );
    const params = { relay: toHex(team.relay), spare: kept.loc };
    const body = { reseal: toBase64Url(reseal), sealed: toBase64Url(sealed), note: toBase64Url(note) };
    await session.api.call(putReseal, { params, body });
    return true;
  } catch (error) {
    if (isSettled(error)) return false;
    throw error;
  }
};

/**
 * After the team got a new key: seals to it what was sealed to the one before, so that who left opens none of it. Gives how many.
 * Each is an entry in the person's log.
 */
export const turnSpares = async (
  session: Desk,
  team: Team,
  spares: readonly KeptSpare[],
): Promise<number> => {
  let turned = 0;
  for (const kept of spares.filter(({ gen }) => gen < team.identity.gen)) {
    if (await turn(session, team, kept)) turned += 1;
  }
  return turned;
};

/**
 * Gives a spare back to the person who is here, through the screens that were joined and compared: S goes from the server to
 * this machine's memory, and on to their phone, sealed to the key that this phone showed. The code stays theirs.
 *
 * @throws SafeError `not_member`, `not_found` if it was taken back, `hand_ended`, `conflict` if it has to be sealed anew first, `damaged`
 */
export const giveSpareBack = async (
  session: Desk,
  team: Team,
  kept: KeptSpare,
  joined: Joined,
): Promise<void> => {
  if (kept.gen !== team.identity.gen) throw new SafeError('conflict', { details: { reason: 'new_key' } });
  const secret = await askFor(session, team, kept, joined.loc);
  await joined.say(spareMessage(secret, kept.place.spare.uid));
};
