import { damaged } from '../core/errors.js';
import { headHash } from '../core/protocol/head.js';
import { applied, type Staged } from './changes.js';
import { type Plan, plan, type Signed, signNext, stateAfter } from './next-head.js';
import { currentState } from './papers.js';
import { toPin } from './pins.js';
import type { Session } from './session.js';
import type { SafeState } from './state.js';

/** A head that is sent with the version which it keeps, so that the server does both in one step. */
export interface HeadAlong {
  /** Bytes of its part. */
  readonly size: number;
  /**
   * The head over a version with this manifest, by its hash. From now on nobody else of this session changes the safe, until
   * {@link HeadAlong.release}. As many zeros, which are no head, if it would not be the next one any more.
   */
  sign(manifest: Uint8Array): Uint8Array;
  /** Whether it was signed: then the server may have kept the version, whatever was heard of it. */
  wasSigned(): boolean;
  /** Takes the number of the head that the server says it keeps the version by, or null. True if that is this one. */
  accept(seq: number | null | undefined): Promise<boolean>;
  /** Lets others go on; to be called after every attempt. */
  release(): void;
}

const NOTHING = { documents: new Map() };

/** Nothing else is due: names, keys and consents are as they should be. */
const isPlain = ({ safe }: SafeState, { epoch, rewrap, reseal, laterReseal, due, more }: Plan): boolean =>
  epoch === null &&
  !more &&
  [rewrap, reseal, laterReseal, due].every((list) => list.length === 0) &&
  safe.categories.every((one) => one.epoch === safe.keys.length);

/** Prepares a head that keeps one version and changes nothing else; null where the next head has more to do. */
export const headAlong = async (
  session: Session,
  version: Pick<Staged, 'doc' | 'ver'> & Pick<SafeState, 'safe'>,
): Promise<HeadAlong | null> => {
  const state = await currentState(session);
  // it was drafted under a key that is not the newest any more
  if (version.safe.keys.length !== state.safe.keys.length) return null;
  const planned = await plan(session, state, {});
  if (!isPlain(state, planned)) return null;
  // Hashes are as long whatever they are of.
  const size = signNext(session, state, { ...planned, ...NOTHING }).envelope.length;
  let signed: (Signed & Pick<Plan, 'documents'>) | undefined;
  let release: (() => void) | null = null;

  const signIt = (manifest: Uint8Array): Uint8Array | null => {
    release = session.turnNow();
    if (!release || session.state !== state) return null;
    const documents = applied(state.documents, { ...planned.todo, keep: [{ ...version, manifest }] });
    const next = signNext(session, state, { ...planned, documents });
    if (next.envelope.length !== size) return null;
    signed = { ...next, documents };
    // Until the answer is there, nobody knows which head is the newest.
    session.state = undefined;
    return next.envelope;
  };

  return {
    size,
    sign: (manifest) => signIt(manifest) ?? new Uint8Array(size),
    wasSigned: () => signed !== undefined,
    accept: async (seq) => {
      if (seq === null || seq === undefined) return false;
      if (seq !== signed?.head.seq) throw damaged();
      const { head, envelope, documents } = signed;
      session.state = stateAfter(state, { ...planned, documents }, signed);
      await session.pins.advance({ head: toPin({ seq: head.seq, hash: headHash(envelope) }) });
      return true;
    },
    release: () => {
      release?.();
      release = null;
    },
  };
};
