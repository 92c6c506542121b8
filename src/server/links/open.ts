import { type Kysely, sql } from 'kysely';
import { tagHash, verifyRelease } from '../../core/crypto/locked-secret.js';
import { blake2b, ed25519KeyPair, random, sameSecret } from '../../core/crypto/sodium.js';
import { type ErrorCode, SafeError } from '../../core/errors.js';
import { verifyLook } from '../../core/protocol/link-secret.js';
import type { LogAction } from '../../core/protocol/log.js';
import type { Database } from '../database/schema.js';
import { entryText } from '../log/record.js';
import { type LinkReadings, noteReading } from './gate.js';
import * as opens from './open-repository.js';
import type { LinksPorts } from './ports.js';
import * as repository from './repository.js';

type Db = Kysely<Database>;

/** Stands in for the key of a link that is not there, so that refusing it takes the same work. Nobody has its secret. */
const NOBODY = ed25519KeyPair(random(32)).publicKey;

export interface Answered {
  readonly loc: Uint8Array;
  readonly challenge: Uint8Array;
}

/** Whoever can't show that they have the link is told the same, whether there is one or not. */
const mustPossess = async (
  { db, locks }: LinksPorts,
  { loc, challenge }: Answered,
  verify: (authKey: Uint8Array) => boolean,
): Promise<void> => {
  const fresh = await locks.takeChallenge(db, loc, challenge);
  const authKey = await opens.findAuthKey(db, loc);
  const possessed = verify(authKey ?? NOBODY);
  if (!fresh || !authKey || !possessed) throw new SafeError('unauthorized');
};

/** Who has a link is nobody the safe knows: the entry names the link alone. */
const record = async (
  tx: Db,
  { safe, loc }: Pick<opens.PublicLink, 'safe' | 'loc'>,
  act: LogAction,
  outcome: 'ok' | ErrorCode = 'ok',
): Promise<void> => {
  const entry = entryText({ caller: null, act, grant: loc });
  await sql`select log_outcome(${safe}, ${entry}, ${outcome})`.execute(tx);
};

/** How a link stands, and what it says of itself. Uses up nothing; the holder's log tells once an hour that somebody looked. */
export const looking =
  (ports: LinksPorts) => async (answered: Answered & { readonly signature: Uint8Array }) => {
    const { db, locks } = ports;
    const { loc, challenge, signature } = answered;
    await mustPossess(ports, answered, (key) => verifyLook(key, loc, challenge, signature));
    return db.transaction().execute(async (tx) => {
      const link = await opens.standOf(tx, loc);
      if (!link) throw new SafeError('unauthorized');
      if (await locks.isFirstRefusal(tx, loc, 'look')) await record(tx, link, 'link.look');
      const maker = link.state === 'ended' ? [] : await repository.identityChain(tx, link.maker);
      return { link, maker, triesLeft: opens.MAX_TRIES - link.tries };
    });
  };

const CLOSED: Readonly<Record<opens.PublicLink['state'], ErrorCode>> = {
  open: 'link_frozen',
  frozen: 'link_frozen',
  used_up: 'link_used_up',
  expired: 'link_expired',
  ended: 'link_ended',
};

/** Refuses what is not open; who has the link can ask at will, so that the log tells once an hour. */
const refuseClosed = async ({ locks }: LinksPorts, tx: Db, loc: Uint8Array): Promise<SafeError> => {
  const link = await opens.standOf(tx, loc);
  if (!link) return new SafeError('unauthorized');
  const code = CLOSED[link.state];
  if (await locks.isFirstRefusal(tx, loc, code)) await record(tx, link, 'link.open', code);
  return new SafeError(code);
};

const refuseCode = async (tx: Db, link: opens.PublicLink, tries: number): Promise<SafeError> => {
  const frozen = tries >= opens.MAX_TRIES;
  if (frozen) await opens.freeze(tx, link.loc);
  const code = frozen ? 'link_frozen' : 'wrong_code';
  await record(tx, link, 'link.open', code);
  return new SafeError(code, frozen ? {} : { details: { triesLeft: opens.MAX_TRIES - tries } });
};

const openNow = async (tx: Db, link: opens.PublicLink, nonce: Uint8Array) => {
  const { opened, openings } = await opens.countOpening(tx, link.loc);
  const token = random(32);
  const tokenHash = blake2b(token);
  const sessionEnds = await opens.beginSession(tx, link, tokenHash);
  await noteReading(tx, nonce, link.loc);
  await record(tx, link, 'link.open');
  return {
    link,
    token,
    tokenHash,
    sessionEnds: Math.min(sessionEnds, link.expires),
    openingsLeft: openings - opened,
    papers: await opens.shownPapers(tx, link.loc),
    holder: await repository.identityChain(tx, link.holder),
    maker: await repository.identityChain(tx, link.maker),
  };
};

/** Resolves with a refusal instead of throwing it, so that the counted try is committed. */
const tryTag = async (ports: LinksPorts, tx: Db, loc: Uint8Array, tag: Uint8Array, nonce: Uint8Array) => {
  const counted = await opens.countTry(tx, loc);
  if (!counted) return refuseClosed(ports, tx, loc);
  const link = await opens.standOf(tx, loc);
  if (!link) return new SafeError('unauthorized');
  if (!sameSecret(counted.tag_hash, tagHash(tag))) return refuseCode(tx, link, counted.tries);
  const opened = await openNow(tx, link, nonce);
  return {
    ...opened,
    released: ports.secrets.revealShare(loc, counted.released),
    payload: counted.payload,
  };
};

export interface OpenAnswer extends Answered {
  readonly tag: Uint8Array;
  readonly signature: Uint8Array;
}

/**
 * Checks possession first: who does not have the link can't use up its tries. Then, in one transaction, counts a try,
 * compares the tag and counts an opening; nothing of the outcome leaves before that is committed.
 */
export const opening =
  (ports: LinksPorts, underWay: LinkReadings) =>
  async ({ loc, challenge, tag, signature }: OpenAnswer) => {
    const answered = { loc, challenge };
    await mustPossess(ports, answered, (key) => verifyRelease(key, loc, challenge, tag, signature));
    const nonce = random(16);
    const since = performance.now();
    const outcome = await ports.db.transaction().execute((tx) => tryTag(ports, tx, loc, tag, nonce));
    if (outcome instanceof SafeError) throw outcome;
    const session = { tokenHash: outcome.tokenHash };
    return { ...outcome, open: underWay.begin({ nonce, session }, since) };
  };
