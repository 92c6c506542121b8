import { toBase64Url, toHex } from '../core/bytes.js';
import { commitHead } from '../core/api/safes.js';
import { isSafeError, SafeError } from '../core/errors.js';
import {
  documentsHash,
  epochsHash,
  grantsHash,
  type Head,
  headHash,
  signHead,
} from '../core/protocol/head.js';
import type { LogPin } from '../core/protocol/log.js';
import { renewNames } from './categories.js';
import { applied, type Changes, type Documents, remaining, type Staged } from './changes.js';
import type { Given } from './consent/given.js';
import type { MadeGrant } from './consent/giving.js';
import { dueGrants, planTurn, type Rewrapped, type Turn, wrapUnder } from './consent/turn.js';
import { currentState } from './papers.js';
import { toPin } from './pins.js';
import { jitter } from './retry.js';
import { CATEGORY_EPOCH } from './safe.js';
import type { Session } from './session.js';
import type { SafeState } from './state.js';

export type { Changes, Staged } from './changes.js';

const ATTEMPTS = 5;
const WAIT = 150;
/** How many changes of one sort one head may carry. */
export const MAX_CHANGES = 500;

/** All that one head changes. */
interface Plan extends Turn {
  readonly todo: Required<Changes>;
  readonly documents: Documents;
  readonly made: readonly MadeGrant[];
  readonly due: readonly Given[];
  readonly grants: readonly Given[];
}

/** A version that was sent under an older key than the head brings is wrapped anew as it is kept. */
const rewrapKept = (session: Session, { root }: Turn, keep: readonly Staged[]): Rewrapped[] =>
  keep
    .filter(({ epoch }) => epoch < root.epoch)
    .map(({ doc, ver, key, category }) =>
      wrapUnder(root, {
        place: { safe: session.safe, document: doc, version: ver },
        key,
        manifest: { cat: category, catEpoch: CATEGORY_EPOCH },
      }),
    );

const listedAfter = (state: SafeState, due: readonly Given[], made: readonly MadeGrant[]): Given[] => [
  ...made.map(({ given }) => given),
  ...state.grants.map((one) => (due.includes(one) ? { ...one, listed: false } : one)),
];

const plan = async (session: Session, state: SafeState, changes: Changes): Promise<Plan> => {
  const todo = remaining(state, changes);
  const due = dueGrants(state, session.device.clock.now(), todo.drop).slice(0, MAX_CHANGES);
  const turn = await planTurn(session, state, due, todo.destroy);
  const documents = applied(state.documents, todo);
  const made = todo.give.map((one) => one.make(state, turn.root));
  const rewrap = [...turn.rewrap, ...rewrapKept(session, turn, todo.keep)];
  return { ...turn, rewrap, todo, documents, due, made, grants: listedAfter(state, due, made) };
};

const isEmpty = ({ todo, due, rewrap, epoch }: Plan): boolean =>
  Object.values(todo).every((list) => list.length === 0) &&
  due.length === 0 &&
  rewrap.length === 0 &&
  epoch === null;

/** The furthest point of the log that this device or the signer of the last head had verified. */
const logPoint = (session: Session, head: Head): LogPin => {
  const pin = session.pins.log();
  return head.log.seq > pin.seq ? head.log : pin;
};

const signNext = (session: Session, { safe }: SafeState, { documents, grants, epoch }: Plan) => {
  const { seq, epochs } = safe.head;
  const body = {
    safe: session.safe,
    seq: seq + 1,
    prev: headHash(safe.envelope),
    docs: documentsHash([...documents.values()]),
    grants: grantsHash(grants.filter(({ listed }) => listed).map(({ hash }) => hash)),
    epochs: epoch ? epochsHash([...safe.wrappedKeys, epoch.wrappedKey]) : epochs,
    log: logPoint(session, safe.head),
    ts: session.device.clock.now(),
  };
  return { head: { t: 'head' as const, ...body }, envelope: signHead(body, session.keys.sign.secretKey) };
};

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

/** What the safe is after the head; undefined where another look is simpler. */
const stateAfter = (
  state: SafeState,
  { documents, grants, epoch, rewrap }: Plan,
  { head, envelope }: { readonly head: Head; readonly envelope: Uint8Array },
): SafeState | undefined =>
  epoch || rewrap.length > 0
    ? undefined
    : { ...state, safe: { ...state.safe, head, envelope }, documents, grants };

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
