import { toBase64Url, toHex } from '../core/bytes.js';
import { commitHead } from '../core/api/safes.js';
import { isSafeError, SafeError } from '../core/errors.js';
import { headHash } from '../core/protocol/head.js';
import { renewNames } from './categories.js';
import type { Changes } from './changes.js';
import { MAX_CHANGES, type Plan, plan, signNext, stateAfter } from './next-head.js';
import { currentState } from './papers.js';
import { toPin } from './pins.js';
import { jitter } from './retry.js';
import type { Session } from './session.js';

export type { Changes, Staged } from './changes.js';
export { MAX_CHANGES } from './next-head.js';

const ATTEMPTS = 5;
const WAIT = 150;

const isEmpty = ({ todo, due, rewrap, epoch }: Plan): boolean =>
  Object.values(todo).every((list) => list.length === 0) &&
  due.length === 0 &&
  rewrap.length === 0 &&
  epoch === null;

const sendHead = async (session: Session, planned: Plan, envelope: Uint8Array) => {
  const { todo, made, due, epoch, rewrap, reseal } = planned;
  const body = {
    head: toBase64Url(envelope),
    keep: todo.keep.map(({ doc, ver }) => ({ doc: toHex(doc), ver })),
    accept: todo.keep.flatMap(({ waited }) => (waited ? [waited] : [])),
    bin: [...todo.bin],
    restore: [...todo.restore],
    destroy: [...todo.destroy],
    give: made.map(({ wire }) => wire),
    drop: due.map(({ id }) => id),
    reseal: [...todo.reseal, ...reseal],
    epoch: epoch && {
      wrappedKey: toBase64Url(epoch.wrappedKey),
      wrappedPrevious: toBase64Url(epoch.wrappedPrevious),
    },
    rewrap: [...rewrap],
  };
  // The same bytes again answer the same, so that a lost answer loses nothing.
  await session.api.call(commitHead, { params: { safe: toHex(session.safe) }, body }, { again: true });
};

/** Gives what has to go into another head, or null. */
const commitOnce = async (session: Session, changes: Changes): Promise<Changes | null> => {
  const seen = await currentState(session);
  const state = (await renewNames(session, seen)) ? await currentState(session) : seen;
  const planned = await plan(session, state, changes);
  if (isEmpty(planned)) return null;
  const { head, envelope } = signNext(session, state, planned);
  // Until the answer is there, nobody knows which head is the newest.
  session.state = undefined;
  await sendHead(session, planned, envelope);
  session.state = stateAfter(state, planned, { head, envelope });
  await session.pins.advance({ head: toPin({ seq: head.seq, hash: headHash(envelope) }) });
  if (planned.epoch) return { reseal: planned.laterReseal };
  return planned.more ? { reseal: planned.laterReseal } : null;
};

/** Tries again while other devices are faster. */
const insist = async <T>(session: Session, attempt: () => Promise<T>): Promise<T> => {
  for (let count = 1; ; count++) {
    try {
      return await attempt();
    } catch (error) {
      if (count === ATTEMPTS || !isSafeError(error, 'head_conflict')) throw error;
      session.state = undefined;
      await session.device.clock.wait(jitter(WAIT * count));
    }
  }
};

/**
 * Signs one head over the outcome of all changes and has them done in one step, or none. Where another device was
 * faster the safe is looked at again, verified, and the changes are made to what it is now, up to 5 times. Grants that are
 * over are taken off the list by the same head, with a new key of the safe if they had one; what an interrupted commit left
 * to do is done.
 *
 * @throws SafeError `not_found` for an unknown paper, `version_exists` if another device replaced the same paper,
 * `head_conflict` if others keep being faster, `invalid_request` for more than 500 changes of one sort
 */
export const commit = async (session: Session, changes: Changes): Promise<void> => {
  if (Object.values(changes).some((list: readonly unknown[]) => list.length > MAX_CHANGES)) {
    throw new SafeError('invalid_request');
  }
  for (let left: Changes | null = changes; left !== null; ) {
    const now: Changes = left;
    left = await insist(session, () => session.inTurn(() => commitOnce(session, now)));
  }
};
