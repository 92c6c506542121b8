import { toBase64Url, toHex } from '../../core/bytes.js';
import { makeDrop as make } from '../../core/api/drops.js';
import { random } from '../../core/crypto/sodium.js';
import { SafeError } from '../../core/errors.js';
import {
  dropBlobHash,
  MAX_DROP_BYTES,
  MAX_DROP_MS,
  MAX_DROP_PAPERS,
  signDropLink,
} from '../../core/protocol/drop-link.js';
import {
  type DropCard,
  dropAuthKeys,
  dropKeys,
  dropLocator,
  dropSeed,
  formatDrop,
  wrapDropCard,
  wrapDropOwn,
} from '../../core/protocol/drop-secret.js';
import type { Session } from '../session.js';

const DAY = 86_400_000;
const DEFAULT_MS = 7 * DAY;
const DEFAULT_PAPERS = 10;
const DEFAULT_BYTES = 100 * 1024 * 1024;

/** What a holder asks for who lets papers be left for them by a link. */
export interface DropOrder {
  /** Milliseconds since 1970; seven days from now unless said, 31 at most. */
  readonly until?: number | undefined;
  /** How many papers it takes: ten unless said, 50 at most. */
  readonly count?: number | undefined;
  /** How many bytes in all, as they are stored: 100 MiB unless said, 1 GiB at most. */
  readonly bytes?: number | undefined;
  /** How the person wants to be named; at most 60 signs, may be empty. */
  readonly to?: string | undefined;
  /** Who is asked; at most 80 signs, may be empty. */
  readonly from?: string | undefined;
  /** At most 300 signs, may be empty. */
  readonly purpose?: string | undefined;
  /** Language to show it in, such as `fr`. */
  readonly language: string;
}

/** A link by which papers can be left, as it is handed on. */
export interface MadeDrop {
  /** Locator in hexadecimal. */
  readonly id: string;
  readonly url: string;
  /** Milliseconds since 1970. */
  readonly until: number;
  readonly count: number;
  readonly bytes: number;
}

const isWithin = (value: number, most: number): boolean =>
  Number.isSafeInteger(value) && value >= 1 && value <= most;

const checkOrder = (order: DropOrder, now: number) => {
  const { to = '', from = '', purpose = '', language } = order;
  const { until = now + DEFAULT_MS, count = DEFAULT_PAPERS, bytes = DEFAULT_BYTES } = order;
  const tooLong = to.length > 60 || from.length > 80 || purpose.length > 300 || language.length > 12;
  const limits = isWithin(count, MAX_DROP_PAPERS) && isWithin(bytes, MAX_DROP_BYTES);
  if (tooLong || !limits || !isWithin(until - now, MAX_DROP_MS)) throw new SafeError('invalid_request');
  return { words: { to, from, purpose, language }, exp: until, count, bytes };
};

/**
 * Makes a link by which whoever has it leaves papers for the holder, who decides what they keep. Its address is told here and
 * can be told again from the list, on any device of the holder's.
 *
 * @throws SafeError `invalid_request` for dates, numbers or words that no link may have, `too_large` if the safe has too many
 */
export const makeDrop = async (session: Session, order: DropOrder): Promise<MadeDrop> => {
  const { safe, uid, identity, account } = session;
  const now = session.device.clock.now();
  const { words, exp, count, bytes } = checkOrder(order, now);
  const id = random(16);
  const card: DropCard = {
    key: dropKeys(account, safe, id).publicKey,
    safe,
    ...words,
    exp,
    salt: random(32),
  };
  const seed = dropSeed(card);
  const wrapped = wrapDropCard(seed, card);
  const own = wrapDropOwn(account, safe, seed);
  const said = {
    loc: dropLocator(seed),
    safe,
    id,
    gen: identity.gen,
    auth: dropAuthKeys(seed).publicKey,
    count,
    bytes,
    exp,
    card: dropBlobHash(wrapped),
    own: dropBlobHash(own),
    by: uid,
    ts: now,
  };
  const body = {
    statement: toBase64Url(signDropLink(said, session.keys.sign.secretKey)),
    card: toBase64Url(wrapped),
    own: toBase64Url(own),
  };
  await session.api.call(make, { params: { safe: toHex(safe) }, body }, { again: true });
  const url = formatDrop({ server: session.server, seed });
  return { id: toHex(said.loc), url, until: exp, count, bytes };
};
