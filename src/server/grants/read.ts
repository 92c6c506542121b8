import { sameBytes } from '../../core/bytes.js';
import { type ErrorCode, isSafeError, SafeError } from '../../core/errors.js';
import type { LogAction } from '../../core/protocol/log.js';
import { openReading, type Reading } from '../../core/protocol/reading.js';
import { random } from '../../core/crypto/sodium.js';
import type { Caller } from '../http/caller.js';
import type { OpenReading } from '../http/underway.js';
import * as gate from './gate.js';
import type { GrantsPorts, OpenedBlob } from './ports.js';
import * as repository from './repository.js';

/** How far the clock of who signs may be from ours. */
const FRESH_MS = 120_000;

const ACTS: Readonly<Record<Reading['part'], LogAction>> = {
  list: 'grant.look',
  content: 'paper.read',
  thumbnail: 'paper.preview',
};

interface Request {
  readonly caller: Caller;
  readonly grant: Uint8Array;
  readonly envelope: Uint8Array;
  /** Whether the reading is of a list, or of a paper. */
  readonly wants: 'list' | 'paper';
}

/** The reading, if the caller signed it, whatever it asks for. */
const signedBy = (envelope: Uint8Array, { signKey }: repository.Parties): Reading | null => {
  try {
    return openReading(envelope, signKey ?? new Uint8Array(0));
  } catch (error) {
    if (isSafeError(error, 'damaged')) return null;
    throw error;
  }
};

/** Whether it is this caller's, for this very grant, of what this operation gives, and signed just now. */
const fits = (reading: Reading, { caller, grant, wants }: Request, safe: Uint8Array): boolean =>
  sameBytes(reading.by, caller.uid) &&
  sameBytes(reading.grant, grant) &&
  sameBytes(reading.safe, safe) &&
  (reading.part === 'list') === (wants === 'list') &&
  (reading.doc === null) === (wants === 'list') &&
  (reading.ver === null) === (wants === 'list') &&
  Math.abs(reading.ts - Date.now()) <= FRESH_MS;

/** What is asked of the gate: a reading that does not fit is recorded too, without what it says of itself. */
const askedOf = async (
  { db }: GrantsPorts,
  request: Request,
): Promise<{ asked: gate.GrantedReading; reading: Reading | null }> => {
  const { caller, grant, envelope, wants } = request;
  const parties = await repository.partiesOf(db, grant, caller);
  const { safe } = parties;
  const reading = signedBy(envelope, parties);
  if (!reading || !fits(reading, request, safe)) {
    const act = wants === 'list' ? 'grant.look' : 'paper.read';
    return { reading: null, asked: { caller, safe, grant, act, nonce: random(16), fault: 'damaged' } };
  }
  const { doc, ver, nonce } = reading;
  const about = { ...(doc && { doc }), ...(ver !== null && { ver }) };
  const asked = {
    caller,
    safe,
    grant,
    nonce,
    ...about,
    act: ACTS[reading.part],
    proof: envelope,
    fault: null,
  };
  return { asked, reading };
};

const mustBe = (outcome: string): void => {
  if (outcome !== 'ok') throw new SafeError(outcome as ErrorCode);
};

/** The papers that a grant shows; the answer is under way until it was sent. */
export const looking =
  (ports: GrantsPorts, underWay: gate.GrantReadings) =>
  async (caller: Caller, grant: Uint8Array, envelope: Uint8Array) => {
    const { asked } = await askedOf(ports, { caller, grant, envelope, wants: 'list' });
    const since = performance.now();
    const { outcome, papers } = await gate.lookAt(ports.db, asked);
    mustBe(outcome);
    return { papers, open: underWay.begin(asked, since) };
  };

export interface GrantedBytes {
  readonly opened: OpenedBlob;
  readonly open: OpenReading;
}

/** A container of a paper that a grant shows, whole or in part. */
export const readingGranted =
  (ports: GrantsPorts, underWay: gate.GrantReadings) =>
  async (
    caller: Caller,
    grant: Uint8Array,
    envelope: Uint8Array,
    range: string | undefined,
  ): Promise<GrantedBytes> => {
    const { asked, reading } = await askedOf(ports, { caller, grant, envelope, wants: 'paper' });
    const part = reading?.part === 'thumbnail' ? 'thumbnail' : 'content';
    const { doc = new Uint8Array(0), ver = 1 } = asked;
    const since = performance.now();
    const { outcome, key, bytes } = await gate.findBlob(ports.db, { ...asked, doc, ver }, part);
    mustBe(outcome);
    if (key === null || bytes === null) throw new SafeError('not_found');
    const open = underWay.begin(asked, since);
    try {
      return { open, opened: await ports.openBlob({ key, bytes }, range) };
    } catch (error) {
      await open.close();
      throw error;
    }
  };
