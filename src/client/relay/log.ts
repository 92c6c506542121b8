import { toHex } from '../../core/bytes.js';
import type { AnswerOf } from '../../core/api/contract.js';
import { relayLog as relayLogContract } from '../../core/api/relays.js';
import { damaged, isSafeError } from '../../core/errors.js';
import { openReading, type Reading } from '../../core/protocol/reading.js';
import type { TeamAct, TeamRole } from '../../core/protocol/team.js';
import { everyEntry, everyMember, type Signer } from '../consent/team-signers.js';
import type { AccountSession } from '../session.js';
import { wireBytes } from '../wire.js';
import type { OwnRelay } from './load.js';

const PAGE = 1000;
const MOST = 1_000_000;

/** A change of the team: signed, and so beyond doubt but for its time, which who signed it says. */
export interface TeamDone {
  readonly sort: 'team';
  readonly at: number;
  readonly act: TeamAct | 'found';
  /** Names as the team knows them. */
  readonly by: string;
  readonly about: string;
  readonly role: TeamRole;
}

/** Something that a member did under what was shown to the relay. */
export interface Done {
  readonly sort: 'reading';
  readonly at: number;
  readonly act: 'grant.look' | 'paper.read' | 'paper.preview' | 'grant.end' | 'grant.reseal';
  readonly by: string;
  /** Ids in hexadecimal. */
  readonly grant: string;
  readonly doc: string | null;
  readonly outcome: string;
  /** Whether they signed it: `broken` where the server says so alone. An end or a seal is not looked at here. */
  readonly proof: 'holds' | 'broken' | null;
}

type Wire = AnswerOf<typeof relayLogContract>['entries'][number];

const PARTS: Readonly<Partial<Record<Wire['act'], Reading['part']>>> = {
  'grant.look': 'list',
  'paper.read': 'content',
  'paper.preview': 'thumbnail',
};

const readingIn = ({ proof }: Wire, { sign, uid }: Signer): Reading | undefined => {
  try {
    return openReading(wireBytes(proof ?? ''), sign, uid);
  } catch (error) {
    if (!isSafeError(error)) throw error;
    return undefined;
  }
};

/** A signed reading proves one entry, whoever made the list of them. */
const proofOf = (wire: Wire, signers: readonly Signer[], used: Set<string>): Done['proof'] => {
  if (PARTS[wire.act] === undefined) return null;
  if (wire.proof === null) return wire.out === 'ok' ? 'broken' : null;
  const reading = signers.map((one) => readingIn(wire, one)).find((one) => one !== undefined);
  const same =
    reading !== undefined &&
    toHex(reading.grant) === wire.grant &&
    reading.part === PARTS[wire.act] &&
    (reading.doc === null ? null : toHex(reading.doc)) === wire.doc &&
    reading.ver === wire.ver;
  if (!same) return 'broken';
  const nonce = toHex(reading.nonce);
  if (wire.out === 'ok' && used.has(nonce)) return 'broken';
  if (wire.out === 'ok') used.add(nonce);
  return 'holds';
};

/** All pages, newest first: times only ever go down, so that no server keeps a reader turning pages for ever. */
const readPages = async (session: AccountSession, relay: Uint8Array): Promise<Wire[]> => {
  const all: Wire[] = [];
  for (let before = Number.MAX_SAFE_INTEGER, more = true; more; ) {
    const page = await session.api.call(relayLogContract, {
      params: { relay: toHex(relay) },
      query: { before, limit: PAGE },
    });
    if (page.entries.some(({ at }, i) => at >= before || at > (page.entries[i - 1]?.at ?? at)))
      throw damaged();
    all.push(...page.entries);
    if (all.length > MOST) throw damaged();
    before = page.entries.at(-1)?.at ?? 0;
    more = page.more && page.entries.length > 0;
  }
  return all;
};

const teamDone = ({ relay, teamLinks }: OwnRelay, members: readonly Signer[]): TeamDone[] =>
  everyEntry(teamLinks).map(({ act, name, by, role, ts, member }) => {
    const signer = members.findLast(({ uid }) => toHex(uid) === by)?.name ?? name;
    const about = members.findLast(({ uid }) => toHex(uid) === member.uid)?.name ?? name;
    return { sort: 'team', at: ts, act: by === toHex(relay) ? 'found' : act, by: signer, about, role };
  });

/**
 * What the relay's own members did, oldest first: changes of the team, and what they did under what is or was shown to it. Whom
 * the team never had is left out.
 *
 * @throws SafeError `not_member`, `damaged`
 */
export const relayLog = async (session: AccountSession, relay: OwnRelay): Promise<(TeamDone | Done)[]> => {
  const members = everyMember(relay.teamLinks);
  const used = new Set<string>();
  const done = (await readPages(session, relay.relay)).toReversed().flatMap((wire): Done[] => {
    const signers = members.filter(({ uid }) => toHex(uid) === wire.by);
    const name = signers.at(-1)?.name;
    if (name === undefined || wire.grant === null) return [];
    const { at, act, grant, doc, out: outcome } = wire;
    const proof = proofOf(wire, signers, used);
    return [{ sort: 'reading', at, act, by: name, grant, doc, outcome, proof }];
  });
  return [...teamDone(relay, members), ...done].toSorted((a, b) => a.at - b.at);
};
