import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { toHex } from '../../core/bytes.js';
import { type ErrorCode, SafeError } from '../../core/errors.js';

/** How often readings under way are held against the database. */
const ROUND_MS = 250;
/** How long a reading may go on without the database having said that it may. */
const LEASE_MS = 3_000;
/** A reading that takes longer is cut, and goes on with another one: well before its row is forgotten. */
const LONGEST_MS = 90 * 60_000;
/** Added to the lease by who waits for it: a watch comes late by up to a round, and clocks tick a little apart. */
const MARGIN_MS = 1_000;
const POLL_MS = 25;
/** How long the ends of readings gather, so that many are told to the database at once. */
const GATHER_MS = 50;

/** A reading, by the nonce of its row. */
interface Reader {
  readonly nonce: Uint8Array;
}

interface UnderWay<R extends Reader> {
  readonly reader: R;
  /** By this process's steady clock, which nobody sets. */
  readonly since: number;
  until: number;
  cut: () => void;
}

/** What the database knows of readings of one sort: each is a row, open while its bytes are under way. */
export interface ReadingRows<R extends Reader> {
  /** Of these, the nonces of those that may no longer go on. */
  denied(readers: readonly R[]): Promise<readonly Uint8Array[]>;
  close(nonces: readonly Uint8Array[]): Promise<void>;
  /** Whether any reading is open of what these ids name. */
  anyOpen(ids: readonly Uint8Array[]): Promise<boolean>;
}

/** What the answer of a reading asks and tells; from here on `one.cut()` ends it, once at most. */
const followed = (one: Pick<UnderWay<Reader>, 'until' | 'cut'>, closed: () => void) => {
  let state: 'open' | 'cut' | 'closed' = 'open';
  let stop: (() => void) | undefined;
  one.cut = () => {
    if (state !== 'open') return;
    state = 'cut';
    stop?.();
  };
  return {
    /** Whether a byte may leave now. */
    mayGoOn: (): boolean => state === 'open' && performance.now() < one.until,
    /** What ends the answer's bytes when the reading may no longer go on. */
    onCut: (work: () => void): void => {
      stop = work;
      if (state === 'cut') work();
    },
    /** No more bytes leave: whoever ends the grant need not wait for this one. */
    close: (): void => {
      if (state === 'closed') return;
      state = 'closed';
      closed();
    },
  };
};

/**
 * Readings whose bytes are under way. Each holds a row that is open, and a lease that is counted from before the database
 * was asked: so whoever ends a grant knows, from the moment that is stored, that no lease of it is renewed, and waits until
 * every row is closed or the longest lease is over. It holds over all processes, and where one of them has died or lost
 * the database; no clock of any machine is compared with another's.
 */
export const readingsUnderWay = <R extends Reader>(rows: ReadingRows<R>) => {
  const open = new Map<string, UnderWay<R>>();
  let asking: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;

  const ask = async (): Promise<void> => {
    const asked = [...open.values()];
    if (asked.length === 0) return;
    const until = performance.now() + LEASE_MS;
    const denied = new Set((await rows.denied(asked.map(({ reader }) => reader))).map(toHex));
    for (const one of asked) {
      if (denied.has(toHex(one.reader.nonce))) one.cut();
      else one.until = until;
    }
  };

  const round = (): void => {
    const now = performance.now();
    for (const one of open.values()) if (now >= one.until || now - one.since > LONGEST_MS) one.cut();
    // A database that does not answer renews no lease: there is nothing else to do about it.
    asking ??= ask()
      .catch(() => undefined)
      .finally(() => (asking = null));
    if (open.size === 0 && timer) {
      clearInterval(timer);
      timer = null;
    }
  };

  let ended: Uint8Array[] = [];
  const tellEnded = async (): Promise<void> => {
    const nonces = ended;
    ended = [];
    if (nonces.length > 0) await rows.close(nonces).catch(() => undefined);
  };

  const close = (nonce: Uint8Array): void => {
    open.delete(toHex(nonce));
    if (ended.push(nonce) === 1) setTimeout(() => void tellEnded(), GATHER_MS);
  };

  return {
    /**
     * Begins a reading that the gate let through.
     *
     * @param since the steady clock's time before the gate was asked
     */
    begin: (reader: R, since: number) => {
      const one: UnderWay<R> = { reader, since, until: since + LEASE_MS, cut: () => undefined };
      open.set(toHex(reader.nonce), one);
      timer ??= setInterval(round, ROUND_MS).unref();
      return followed(one, () => close(reader.nonce));
    },

    /** Resolves when no byte of these leaves any process any more; call it once their end is stored. */
    over: async (ids: readonly Uint8Array[]): Promise<void> => {
      if (ids.length === 0) return;
      const deadline = performance.now() + LEASE_MS + MARGIN_MS;
      // This process need not wait for its next round.
      await Promise.all([ask().catch(() => undefined), tellEnded()]);
      while ((await rows.anyOpen(ids)) && performance.now() < deadline) await sleep(POLL_MS);
    },
  };
};

export type ReadingsUnderWay<R extends Reader> = ReturnType<typeof readingsUnderWay<R>>;
export type OpenReading = ReturnType<typeof followed>;

/**
 * Ties an answer to its reading. When the reading may no longer go on, its connection is reset, so that what the system
 * has not sent yet is thrown away; when the answer is over, so is the reading.
 *
 * @param ended what who asks is told if it is over before it began
 */
export const follow = (
  request: FastifyRequest,
  reply: FastifyReply,
  open: OpenReading,
  ended: ErrorCode,
): void => {
  reply.raw.once('close', open.close);
  open.onCut(() => {
    const { socket } = request.raw;
    if (typeof socket.resetAndDestroy === 'function') socket.resetAndDestroy();
    else socket.destroy();
  });
  if (reply.raw.destroyed || reply.raw.closed) open.close();
  if (!open.mayGoOn()) throw new SafeError(ended);
};
