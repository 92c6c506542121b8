import { sameBytes } from '../../core/bytes.js';
import { type ErrorCode, isSafeError, SafeError } from '../../core/errors.js';
import type { LogAction } from '../../core/protocol/log.js';
import { openReading, type Reading } from '../../core/protocol/reading.js';
import { random } from '../../core/crypto/sodium.js';
import type { Caller } from '../http/caller.js';
import type { OpenReading } from '../http/underway.js';
import * as gate from './gate.js';
import type { GrantsPorts, OpenedBlob } from './ports.js';
import type { KnownParties } from './known-parties.js';
import type * as repository from './repository.js';

/** How far the clock of who signs may be from ours. */
const FRESH_MS = 120_000;
/** A second one when what was known is out of date; more only if it changes at that very moment. */
const ATTEMPTS = 3;

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
const askedOf = (
  request: Request,
  parties: repository.Parties,
): { asked: gate.GrantedReading; reading: Reading | null } => {
  const { caller, grant, envelope, wants } = request;
  const { safe, signKey } = parties;
  const base = { caller, safe, grant, signKey };
  const reading = signedBy(envelope, parties);
  if (!reading || !fits(reading, request, safe)) {
    const act = wants === 'list' ? 'grant.look' : 'paper.read';
    return { reading: null, asked: { ...base, act, nonce: random(16), fault: 'damaged' } };
  }
  const { doc, ver, nonce } = reading;
  const about = { ...(doc && { doc }), ...(ver !== null && { ver }) };
  return {
    asked: { ...base, ...about, nonce, act: ACTS[reading.part], proof: envelope, fault: null },
    reading,
  };
};

/**
 * Verifies a reading and asks the gate with it. Grant and caller are remembered from one reading to the next; the gate, which
 * decides in the database, says when that no longer holds, and then they are read again.
 */
const decided = async <T extends { readonly outcome: string }>(
  known: KnownParties,
  request: Request,
  ask: (asked: gate.GrantedReading, reading: Reading | null) => Promise<T>,
): Promise<T & { readonly asked: gate.GrantedReading; readonly reading: Reading | null }> => {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const { asked, reading } = askedOf(request, await known.of(request.grant, request.caller));
    const told = await ask(asked, reading);
    if (told.outcome !== 'stale') {
      if (told.outcome !== 'ok') throw new SafeError(told.outcome as ErrorCode);
      return { ...told, asked, reading };
    }
    known.forget(request.grant, request.caller);
  }
  throw new SafeError('unavailable');
};

/** The papers that a grant shows, a page of them; the answer is under way until it was sent. */
export const looking =
  (ports: GrantsPorts, known: KnownParties, underWay: gate.GrantReadings) =>
  async (caller: Caller, grant: Uint8Array, envelope: Uint8Array, page: repository.Page) => {
    const since = performance.now();
    const { asked, papers, next } = await decided(
      known,
      { caller, grant, envelope, wants: 'list' },
      (wanted) => gate.lookAt(ports.db, wanted, page),
    );
    return { papers, next, open: underWay.begin(asked, since) };
  };

export interface GrantedBytes {
  readonly opened: OpenedBlob;
  readonly open: OpenReading;
}

const partOf = (reading: Reading | null): 'thumbnail' | 'content' =>
  reading?.part === 'thumbnail' ? 'thumbnail' : 'content';

/** A container of a paper that a grant shows, whole or in part. */
export const readingGranted =
  (ports: GrantsPorts, known: KnownParties, underWay: gate.GrantReadings) =>
  async (
    caller: Caller,
    grant: Uint8Array,
    envelope: Uint8Array,
    range: string | undefined,
  ): Promise<GrantedBytes> => {
    const since = performance.now();
    const { asked, key, bytes } = await decided(
      known,
      { caller, grant, envelope, wants: 'paper' },
      (wanted, reading) => {
        const { doc = new Uint8Array(0), ver = 1 } = wanted;
        return gate.findBlob(ports.db, { ...wanted, doc, ver }, partOf(reading));
      },
    );
    if (key === null || bytes === null) throw new SafeError('not_found');
    const open = underWay.begin(asked, since);
    try {
      return { open, opened: await ports.openBlob({ key, bytes }, range) };
    } catch (error) {
      open.close();
      throw error;
    }
  };
