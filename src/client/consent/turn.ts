import { toBase64Url, toHex } from '../../core/bytes.js';
import type { ResealWire } from '../../core/api/grants.js';
import { newKey } from '../../core/crypto/keys.js';
import { isSafeError } from '../../core/errors.js';
import { sealedHash } from '../../core/protocol/grant.js';
import { resealGrantKeys, signReseal } from '../../core/protocol/grant-keys.js';
import { categoryKey, wrapDocumentKey, wrapPreviousKey, wrapSafeKey } from '../../core/protocol/safe-keys.js';
import type { Paper } from '../paper.js';
import type { Session } from '../session.js';
import type { SafeState } from '../state.js';
import { listVersions } from '../versions.js';
import { type Given, isOver } from './given.js';
import { openPassedOn } from './passed-on.js';
import { renewedRecipient } from './recipient.js';
import { type Root, scopeKeys } from './scope-keys.js';

/** How many keys of versions one head wraps anew, and how many grants it seals anew. */
const MOST_KEYS = 4000;
const MOST_RESEALS = 100;

export interface Rewrapped {
  readonly doc: string;
  readonly ver: number;
  readonly wrappedKey: string;
}

/** What a head has to do about keys beside what was asked for. */
export interface Turn {
  /** The safe's root key from this head on. */
  readonly root: Root;
  /** A new root key, as it is stored. */
  readonly epoch: { readonly wrappedKey: Uint8Array; readonly wrappedPrevious: Uint8Array } | null;
  readonly rewrap: readonly Rewrapped[];
  readonly reseal: readonly ResealWire[];
  /** Seals that wait for the next head, and whether keys do. */
  readonly laterReseal: readonly ResealWire[];
  readonly more: boolean;
}

/** Grants that ended, or whose date is over, and that the newest head still lists: what taking back has left to do. */
export const dueGrants = (state: SafeState, now: number, drop: readonly string[] = []): Given[] =>
  state.grants.filter((one) => one.listed && (isOver(one, now) || drop.includes(one.id)));

/** Whoever was shown a category or the whole safe knows its keys: when that ends, the safe needs another one. */
const needsKey = ({ grant }: Pick<Given, 'grant'>): boolean => grant.scope.kind !== 'doc';

/** Whoever was passed on a category or the whole safe knows its newest key, if that is what theirs were sealed for. */
const endedSub = (state: SafeState, now: number): boolean =>
  state.passedOn.some(
    ({ claimed: grant, endedAt, epoch }) =>
      isOver({ endedAt, grant }, now) &&
      needsKey({ grant }) &&
      Math.max(epoch, grant.epoch) === state.safe.keys.length,
  );

const newestRoot = ({ safe }: SafeState): Root => {
  const epoch = safe.keys.length;
  return { epoch, key: safe.keys[epoch - 1] as Root['key'] };
};

const nextRoot = (session: Session, state: SafeState): Pick<Turn, 'root' | 'epoch'> => {
  const older = newestRoot(state);
  const root = { epoch: older.epoch + 1, key: newKey<'safe'>() };
  return {
    root,
    epoch: {
      wrappedKey: wrapSafeKey(session.account, session.safe, root.epoch, root.key),
      wrappedPrevious: wrapPreviousKey(root.key, session.safe, older.epoch, older.key),
    },
  };
};

export const wrapUnder = (
  { key }: Root,
  {
    place,
    key: documentKey,
    manifest,
  }: Pick<Paper, 'place' | 'key'> & {
    readonly manifest: Pick<Paper['manifest'], 'cat' | 'catEpoch'>;
  },
): Rewrapped => ({
  doc: toHex(place.document),
  ver: place.version,
  wrappedKey: toBase64Url(
    wrapDocumentKey(categoryKey(key, manifest.cat, manifest.catEpoch), place, documentKey),
  ),
});

const versionsOf = async (session: Session, state: SafeState, doc: string): Promise<readonly Paper[]> => {
  const newest = state.papers.get(doc);
  if (newest && newest.version === 1 && state.documents.get(doc)?.ver === 1) return [newest];
  return listVersions(session, doc);
};

/**
 * Versions whose keys an older root key opens. Those that are not the newest come first, so that the list of papers tells
 * whether anything is left.
 */
const staleVersions = async (
  session: Session,
  state: SafeState,
  epoch: number,
  without: readonly string[],
): Promise<Paper[]> => {
  const turns = epoch > state.safe.keys.length;
  const isStale = (doc: string): boolean => turns || (state.papers.get(doc)?.wrapEpoch ?? epoch) < epoch;
  const docs = [...state.documents.keys()].filter((doc) => !without.includes(doc) && isStale(doc));
  const older: Paper[] = [];
  const newest: Paper[] = [];
  for (const doc of docs) {
    const versions = (await versionsOf(session, state, doc)).filter((one) => one.wrapEpoch < epoch);
    older.push(...versions.slice(0, -1));
    newest.push(...versions.slice(-1));
  }
  return [...older, ...newest];
};

const resealed = async (
  session: Session,
  given: Pick<Given, 'grant' | 'hash' | 'key'>,
  roots: readonly Root[],
): Promise<ResealWire[]> => {
  const { grant, hash, key } = given;
  try {
    const { enc, gen } = await renewedRecipient(session, grant);
    const epoch = Math.max(...roots.map((one) => one.epoch));
    const renewed = { receipt: hash, gen, epoch };
    const sealed = resealGrantKeys(enc, renewed, { grantKey: key, keys: scopeKeys(grant, roots) });
    const value = {
      ...renewed,
      grant: grant.id,
      sealed: sealedHash(sealed),
      by: session.uid,
      ts: session.device.clock.now(),
    };
    const reseal = signReseal(value, session.keys.sign.secretKey);
    return [{ reseal: toBase64Url(reseal), sealed: toBase64Url(sealed) }];
  } catch (error) {
    // A recipient whose keys can't be believed gets none; taking back from another must not wait for that.
    if (['damaged', 'not_found', 'rolled_back'].some((code) => isSafeError(error, code as 'damaged')))
      return [];
    throw error;
  }
};

/** Keys of grants that go on, and of what was passed on under them, for the new root key, and the one before while not all versions are wrapped under it. */
const resealAll = async (
  session: Session,
  state: SafeState,
  gone: readonly Given[],
  roots: readonly Root[],
): Promise<ResealWire[]> => {
  const staying = state.grants.filter((one) => one.listed && needsKey(one) && !gone.includes(one));
  const all: ResealWire[] = [];
  for (const one of staying) all.push(...(await resealed(session, one, roots)));
  const now = session.device.clock.now();
  const claimed = state.passedOn.filter(
    ({ parent, claimed: grant, endedAt }) => staying.includes(parent) && !isOver({ endedAt, grant }, now),
  );
  // What nothing proves, or whose words can't be read, gets no new key: it shows what was there before, and no more.
  for (const { grant, hash, giver, opened } of await openPassedOn(session, claimed)) {
    if (giver && opened && needsKey({ grant })) {
      all.push(...(await resealed(session, { grant, hash, key: opened.key }, roots)));
    }
  }
  return all;
};

/**
 * What the next head does about keys: after the end of a grant of a category or of the whole safe a new root key, every
 * version's key wrapped under it, and the keys of grants that go on sealed anew. What was interrupted is gone on with.
 */
export const planTurn = async (
  session: Session,
  state: SafeState,
  due: readonly Given[],
  destroyed: readonly string[],
): Promise<Turn> => {
  const turns = due.some(needsKey) || endedSub(state, session.device.clock.now());
  const before = newestRoot(state);
  const { root, epoch } = turns ? nextRoot(session, state) : { root: before, epoch: null };
  const stale = await staleVersions(session, state, root.epoch, destroyed);
  const more = stale.length > MOST_KEYS;
  const reseal = turns ? await resealAll(session, state, due, more ? [before, root] : [root]) : [];
  return {
    root,
    epoch,
    rewrap: stale.slice(0, MOST_KEYS).map((one) => wrapUnder(root, one)),
    reseal: reseal.slice(0, MOST_RESEALS),
    laterReseal: reseal.slice(MOST_RESEALS),
    more: more || reseal.length > MOST_RESEALS,
  };
};
