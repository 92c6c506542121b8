import { sameBytes, toHex } from '../core/bytes.js';
import type { AnswerOf } from '../core/api/contract.js';
import { readLog } from '../core/api/safes.js';
import { damaged, SafeError } from '../core/errors.js';
import {
  type LogAction,
  type LogBody,
  type LogEntry,
  type LogPin,
  logStart,
  readLogBody,
  verifyLog,
} from '../core/protocol/log.js';
import { type Explained, explainGrants } from './consent/explain.js';
import { explainDeposits } from './deposit/explain.js';
import { labelOf } from './devices.js';
import { explainDrops } from './drops/explain.js';
import { explainLinks } from './links/explain.js';
import { listPapers } from './papers.js';
import { toPin } from './pins.js';
import { explainSpares } from './spare/explain.js';
import type { Unlocker } from '../core/protocol/unlockers.js';
import type { Session } from './session.js';
import { loadAccount } from './unlockers.js';
import { wireBytes, wireHash } from './wire.js';

const PAGE = 5000;
/** More than a safe is used in a life: a server could chain entries for ever. */
const MOST = 1_000_000;

/** One line of the history, with names where this device knows them. */
export interface HistoryEntry extends Explained {
  readonly seq: number;
  /** Milliseconds since 1970 by the server's clock. */
  readonly at: number;
  readonly action: LogAction;
  readonly actor: 'you' | 'server' | 'someone';
  /** Locator of the card or device, in hexadecimal: two may bear one name. */
  readonly lock?: string;
  /** Name of the card or device, if it still opens the safe; a card's is `card`. */
  readonly device?: string;
  /** The card or device no longer opens the safe: its name went with it. */
  readonly deviceGone?: true;
  /** Title of the paper, if it is still there. */
  readonly paper?: string;
  /** Id of the paper, also when it is gone. */
  readonly doc?: string;
  readonly version?: number;
  /** `ok`, or the code of the refusal. */
  readonly outcome: string;
}

const readEntry = (wire: AnswerOf<typeof readLog>['entries'][number]): LogEntry => ({
  seq: wire.seq,
  at: wire.at,
  salt: wireBytes(wire.salt),
  body: wireBytes(wire.body),
  hash: wireHash(wire.hash),
});

/** The chain must lead through every point that was verified before, here or by who signed the head. */
const checkPasses = (entries: readonly LogEntry[], point: LogPin, start: LogPin): void => {
  const found = point.seq === 0 ? start : entries[point.seq - 1];
  if (!found || !sameBytes(found.hash, point.hash)) throw new SafeError('rolled_back');
};

/**
 * The whole log from its first entry, verified: an unbroken chain, times that never go back, and no other history than
 * the one this device or the last head knows. Throws `rolled_back`, and then nothing of it is to be shown.
 */
export const verifiedLog = async (session: Session, signed: LogPin): Promise<LogEntry[]> => {
  const start = logStart(session.safe);
  const entries: LogEntry[] = [];
  let end = start;
  for (let more = true; more; ) {
    const answer = await session.api.call(readLog, {
      params: { safe: toHex(session.safe) },
      query: { after: entries.length, limit: PAGE },
    });
    const page = answer.entries.map(readEntry);
    // Each page at once: one that does not go on from the last would be answered for ever.
    end = verifyLog(end, page);
    entries.push(...page);
    if (entries.length > MOST) throw damaged();
    more = answer.more && answer.entries.length > 0;
  }
  checkPasses(entries, session.pins.log(), start);
  checkPasses(entries, signed, start);
  await session.pins.advance({ log: toPin(end) });
  return entries;
};

/** Who gave a wrong code did not show who they are. */
const actorOf = (session: Session, { act, by }: LogBody): HistoryEntry['actor'] => {
  if (act === 'unlocker.refused') return 'someone';
  if (by === null) return 'server';
  return by === toHex(session.uid) ? 'you' : 'someone';
};

interface Names {
  readonly explain?: (at: number, body: LogBody) => Explained;
  readonly papers: ReadonlyMap<string, string>;
  readonly devices: ReadonlyMap<string, string>;
}

const given = <K extends string, T>(name: K, value: T | null | undefined) =>
  (value === null || value === undefined ? {} : { [name]: value }) as { readonly [P in K]?: T };

export const decodeEntry = (session: Session, entry: LogEntry, names: Names): HistoryEntry => {
  const body = readLogBody(entry.body);
  const { act, doc, ver, out } = body;
  // Cards and devices of other people say nothing to the holder.
  const lock = body.by === toHex(session.uid) ? body.lock : null;
  const explained = names.explain?.(entry.at, body);
  const byLink = explained?.link !== undefined && body.by === null;
  return {
    seq: entry.seq,
    at: entry.at,
    action: act,
    actor: byLink ? 'someone' : actorOf(session, body),
    outcome: out,
    ...explained,
    ...given('lock', lock),
    ...given('device', lock === null ? null : names.devices.get(lock)),
    ...given('deviceGone', lock === null || names.devices.has(lock) ? null : true),
    ...given('paper', doc === null ? null : names.papers.get(doc)),
    ...given('doc', doc),
    ...given('version', ver),
  };
};

/** A card has no name; a spare's is told by what was done with it. */
const nameOf = (session: Session, one: Unlocker): string =>
  one.type === 'card' ? 'card' : one.type === 'spare' ? '' : labelOf(session, one);

/** Titles and names that the server doesn't know. */
export const loadNames = async (session: Session): Promise<Names & { readonly signed: LogPin }> => {
  const { papers, binned, safe } = await listPapers(session);
  const { unlockers } = await loadAccount(session);
  return {
    papers: new Map([...papers, ...binned].map(({ doc, metadata }) => [doc, metadata.title])),
    devices: new Map(unlockers.list.list.map((one) => [toHex(one.loc), nameOf(session, one)])),
    signed: safe.head.log,
  };
};

/** Who read what was shown to them, had a link or left papers, and whether they signed for it. */
export const explainLog = async (
  session: Session,
  log: readonly LogEntry[],
): Promise<Pick<Names, 'explain'>> => {
  const read = log.map(({ at, body }) => ({ at, body: readLogBody(body) }));
  const byLink = await explainLinks(session, read);
  const byDrop = await explainDrops(session, read);
  const others = read
    .filter((one) => byLink(one) === undefined && !one.body.act.startsWith('drop.'))
    .map(({ body }) => body);
  const byDeposit = await explainDeposits(session, others);
  const bySpare = await explainSpares(session, others);
  const byGrant = await explainGrants(session, others);
  return {
    explain: (at, body) =>
      byLink({ at, body }) ?? byDrop({ at, body }) ?? byDeposit(body) ?? bySpare(body) ?? byGrant(body),
  };
};

/**
 * Everything that was done to the safe, oldest first, the chain verified from its first entry on. Reading it is an entry
 * of its own.
 *
 * @param options.from show only entries after this number; all are verified
 * @param options.paper show only what was done to this paper, by id, and to whom it was shown by itself
 * @param options.person show only what this worker or relay did or was shown, by id
 * @throws SafeError `rolled_back`, `damaged`
 */
export const history = async (
  session: Session,
  options: { readonly from?: number; readonly paper?: string; readonly person?: string } = {},
): Promise<{ entries: HistoryEntry[] }> => {
  const names = await loadNames(session);
  const log = await verifiedLog(session, names.signed);
  const explained = { ...names, ...(await explainLog(session, log)) };
  const entries = log.map((entry) => decodeEntry(session, entry, explained));
  const { from = 0, paper, person } = options;
  return {
    entries: entries.filter(
      ({ seq, doc, docs = [], people }) =>
        seq > from &&
        (paper === undefined || doc === paper || docs.includes(paper)) &&
        (person === undefined || (people ?? []).includes(person)),
    ),
  };
};
