import { sameBytes, toBase64Url, toHex } from '../core/bytes.js';
import { commitHead } from '../core/api/safes.js';
import { isSafeError, SafeError } from '../core/errors.js';
import {
  documentsHash,
  epochsHash,
  grantsHash,
  type Head,
  type HeadDocument,
  headHash,
  signHead,
} from '../core/protocol/head.js';
import type { LogPin } from '../core/protocol/log.js';
import { type Give, type GrantChanges, needsNewKey, planGrants, toDrop } from './head-grants.js';
import { currentState } from './papers.js';
import { toPin } from './pins.js';
import { jitter } from './retry.js';
import type { Session } from './session.js';
import type { GivenGrant, SafeState } from './state.js';

const ATTEMPTS = 5;
const WAIT = 150;
/** How many changes of one sort one head may carry. */
export const MAX_CHANGES = 500;
/** How many keys one head may wrap anew; older versions beyond them stay under the key before. */
const MAX_REWRAP = 5000;

/** A version that was sent and waits to be listed by a head. */
export interface Staged {
  readonly doc: Uint8Array;
  readonly ver: number;
  /** Hash of its manifest. */
  readonly manifest: Uint8Array;
}

/** What is to be done, by ids in hexadecimal. */
export interface Changes {
  readonly keep?: readonly Staged[];
  readonly bin?: readonly string[];
  readonly restore?: readonly string[];
  readonly destroy?: readonly string[];
  readonly give?: readonly Give[];
  /** Grants to leave out; what is over is left out in any case. */
  readonly drop?: readonly string[];
}

/** What is left to do, but for grants to leave out. */
type Todo = Required<Omit<Changes, 'drop'>>;
type Documents = ReadonlyMap<string, HeadDocument>;

const mustExist = (documents: Documents, id: string): HeadDocument => {
  const found = documents.get(id);
  if (!found) throw new SafeError('not_found');
  return found;
};

const isKept = (documents: Documents, { doc, ver, manifest }: Staged): boolean => {
  const listed = documents.get(toHex(doc));
  return listed?.ver === ver && sameBytes(listed.manifest, manifest);
};

/** Another device may have kept its own version under the number of ours. */
const checkNumber = (documents: Documents, { doc, ver }: Staged): void => {
  if ((documents.get(toHex(doc))?.ver ?? 0) !== ver - 1) throw new SafeError('version_exists');
};

/** What is left to do: an answer may have been lost, or another device did the same. */
const remaining = ({ documents, grants }: SafeState, changes: Changes): Todo => ({
  give: (changes.give ?? []).filter(({ id }) => !grants.some((one) => one.id === id)),
  keep: (changes.keep ?? []).filter((one) => !isKept(documents, one)),
  bin: (changes.bin ?? []).filter((id) => !mustExist(documents, id).binned),
  restore: (changes.restore ?? []).filter((id) => mustExist(documents, id).binned),
  destroy: (changes.destroy ?? []).filter((id) => documents.has(id)),
});

const applied = (documents: Documents, changes: Todo): Map<string, HeadDocument> => {
  const next = new Map(documents);
  for (const one of changes.keep) {
    checkNumber(documents, one);
    next.set(toHex(one.doc), { ...one, binned: false });
  }
  for (const id of changes.bin) next.set(id, { ...mustExist(next, id), binned: true });
  for (const id of changes.restore) next.set(id, { ...mustExist(next, id), binned: false });
  for (const id of changes.destroy) next.delete(id);
  return next;
};

/** The furthest point of the log that this device or the signer of the last head had verified. */
const logPoint = (session: Session, head: Head): LogPin => {
  const pin = session.pins.log();
  return head.log.seq > pin.seq ? head.log : pin;
};

const signNext = (session: Session, { safe }: SafeState, documents: Documents, after: GrantChanges) => {
  const body = {
    safe: session.safe,
    seq: safe.head.seq + 1,
    prev: headHash(safe.envelope),
    docs: documentsHash([...documents.values()]),
    grants: grantsHash(after.listed.map(({ hash }) => hash)),
    epochs: epochsHash(after.safe.wrappedKeys),
    log: logPoint(session, safe.head),
    ts: session.device.clock.now(),
  };
  return { head: { t: 'head' as const, ...body }, envelope: signHead(body, session.keys.sign.secretKey) };
};

const sendHead = async (session: Session, changes: Todo, after: GrantChanges, envelope: Uint8Array) => {
  const { give, drop, reseal, epoch, rewrap } = after;
  const body = {
    head: toBase64Url(envelope),
    keep: changes.keep.map(({ doc, ver }) => ({ doc: toHex(doc), ver })),
    bin: [...changes.bin],
    restore: [...changes.restore],
    destroy: [...changes.destroy],
    give: [...give],
    drop: [...drop],
    reseal: [...reseal],
    epoch: epoch && { ...epoch },
    rewrap: rewrap.slice(0, MAX_REWRAP),
  };
  // The same bytes again answer the same, so that a lost answer loses nothing.
  await session.api.call(commitHead, { params: { safe: toHex(session.safe) }, body }, { again: true });
};

/** A version that was sent is wrapped under the key it was sent with: a new key waits for the next head. */
const dropNow = (drop: readonly GivenGrant[], { keep }: Todo): readonly GivenGrant[] =>
  keep.length > 0 ? drop.filter((one) => !needsNewKey(one)) : drop;

const commitOnce = async (session: Session, changes: Changes): Promise<void> => {
  const looked = await currentState(session);
  const todo = remaining(looked, changes);
  const drop = dropNow(toDrop(session, looked, changes.drop ?? []), todo);
  if ([...Object.values(todo), drop].every((list) => list.length === 0)) return;
  const after = await planGrants(session, looked, drop, todo.give);
  // A new key made the whole list be read again: what is signed must be what was seen last.
  const state = await currentState(session);
  if (!sameBytes(headHash(state.safe.envelope), headHash(looked.safe.envelope))) {
    throw new SafeError('head_conflict');
  }
  const documents = applied(state.documents, todo);
  const { head, envelope } = signNext(session, state, documents, after);
  // Until the answer is there, nobody knows which head is the newest.
  session.state = undefined;
  await sendHead(session, todo, after, envelope);
  session.state = { safe: { ...after.safe, head, envelope }, grants: after.listed, documents };
  session.grants = after.listed;
  await session.pins.advance({ head: toPin({ seq: head.seq, hash: headHash(envelope) }) });
};

/**
 * Signs one head over the outcome of all changes and has them done in one step, or none. Where another device was
 * faster the safe is looked at again, verified, and the changes are made to what it is now, up to 5 times.
 *
 * @throws SafeError `not_found` for an unknown paper, `version_exists` if another device replaced the same paper,
 * `head_conflict` if others keep being faster, `invalid_request` for more than 500 changes of one sort
 */
export const commit = async (session: Session, changes: Changes): Promise<void> => {
  if (Object.values(changes).some((list: readonly unknown[]) => list.length > MAX_CHANGES)) {
    throw new SafeError('invalid_request');
  }
  for (let attempt = 1; ; attempt++) {
    try {
      return await session.inTurn(() => commitOnce(session, changes));
    } catch (error) {
      if (attempt === ATTEMPTS || !isSafeError(error, 'head_conflict')) throw error;
      await session.device.clock.wait(jitter(WAIT * attempt));
    }
  }
};
