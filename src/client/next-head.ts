import {
  documentsHash,
  epochsHash,
  grantsHash,
  type Head,
  headHash,
  signHead,
} from '../core/protocol/head.js';
import type { LogPin } from '../core/protocol/log.js';
import { applied, type Changes, type Documents, remaining, type Staged } from './changes.js';
import type { Given } from './consent/given.js';
import type { MadeGrant } from './consent/giving.js';
import { dueGrants, planTurn, type Rewrapped, type Turn, wrapUnder } from './consent/turn.js';
import { CATEGORY_EPOCH } from './safe.js';
import type { Session } from './session.js';
import type { SafeState } from './state.js';

/** How many changes of one sort one head may carry. */
export const MAX_CHANGES = 500;

/** A head and its bytes as they were signed. */
export interface Signed {
  readonly head: Head;
  readonly envelope: Uint8Array;
}

/** All that one head changes. */
export interface Plan extends Turn {
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

/** What the next head has to do beside what was asked for. */
export const plan = async (session: Session, state: SafeState, changes: Changes): Promise<Plan> => {
  const todo = remaining(state, changes);
  const due = dueGrants(state, session.device.clock.now(), todo.drop).slice(0, MAX_CHANGES);
  const turn = await planTurn(session, state, due, todo.destroy);
  const documents = applied(state.documents, todo);
  const made = todo.give.map((one) => one.make(state, turn.root));
  const rewrap = [...turn.rewrap, ...rewrapKept(session, turn, todo.keep)];
  return { ...turn, rewrap, todo, documents, due, made, grants: listedAfter(state, due, made) };
};

/** The furthest point of the log that this device or the signer of the last head had verified. */
const logPoint = (session: Session, head: Head): LogPin => {
  const pin = session.pins.log();
  return head.log.seq > pin.seq ? head.log : pin;
};

/** Signs what the safe is after a plan was done. */
export const signNext = (
  session: Session,
  { safe }: SafeState,
  { documents, grants, epoch }: Pick<Plan, 'documents' | 'grants' | 'epoch'>,
): Signed => {
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

/** What the safe is after the head; undefined where another look is simpler. */
export const stateAfter = (
  state: SafeState,
  { documents, grants, epoch, rewrap }: Pick<Plan, 'documents' | 'grants' | 'epoch' | 'rewrap'>,
  { head, envelope }: Signed,
): SafeState | undefined =>
  epoch || rewrap.length > 0
    ? undefined
    : { ...state, safe: { ...state.safe, head, envelope }, documents, grants };
