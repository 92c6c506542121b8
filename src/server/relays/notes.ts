import type { Kysely } from 'kysely';
import { SafeError } from '../../core/errors.js';
import type { Database } from '../database/schema.js';
import type { Caller } from '../http/caller.js';
import { asCaller } from '../log/caller.js';
import { roleIn } from './caller.js';
import * as repository from './note-repository.js';
import type { RelaysPorts } from './ports.js';
import { findRelay } from './repository.js';

type Db = Kysely<Database>;
type Note = repository.Note;

/** More than a relay accompanies in a year; nobody fills the database with names. */
const MAX_NAMES = 20_000;

/** Of all that a relay's members counted: a hundred of them, for three years. Nobody fills the database by joining and leaving. */
const MAX_TALLY_BYTES = 32 * 1024 * 1024;

/** Members alone; whoever writes holds the relay, so that nobody is put out in between. */
const asMember = <T>(
  { db }: RelaysPorts,
  caller: Caller,
  relay: Uint8Array,
  lock: 'to change' | 'to look',
  work: (tx: Db) => Promise<T>,
): Promise<T> =>
  asCaller(db, caller, async (tx) => {
    if ((await roleIn(tx, relay, caller, lock)) === null) throw new SafeError('not_member');
    return work(tx);
  });

/** Relays that anybody founds may write nothing down here; for the others the association answers. */
const mustBeCertified = async (tx: Db, relay: Uint8Array): Promise<void> => {
  if (!(await findRelay(tx, relay))?.certificate) throw new SafeError('not_certified');
};

/** Year × 100 + month, no further than one from the month that it is: clocks differ, and so do days around the earth. */
const isAboutNow = (month: number, now = new Date()): boolean => {
  const months = Math.floor(month / 100) * 12 + (month % 100) - 1;
  return Math.abs(months - (now.getUTCFullYear() * 12 + now.getUTCMonth())) <= 1;
};

/** Under the newest key alone: what is written now is not for who has left. */
const checkNewest = async (tx: Db, relay: Uint8Array, { generation }: Note): Promise<void> => {
  if (generation !== (await repository.newestGeneration(tx, relay))) throw new SafeError('conflict');
};

export const listingNames =
  (ports: RelaysPorts) =>
  async (caller: Caller, relay: Uint8Array, after: Uint8Array | null, limit: number) =>
    asMember(ports, caller, relay, 'to look', async (tx) => {
      const rows = await repository.namesAfter(tx, relay, after, limit + 1);
      const names = rows.slice(0, limit);
      return { names, next: rows.length > limit ? (names.at(-1)?.safe ?? null) : null };
    });

export const puttingName =
  (ports: RelaysPorts) =>
  async (caller: Caller, relay: Uint8Array, safe: Uint8Array, note: Note): Promise<void> =>
    asMember(ports, caller, relay, 'to change', async (tx) => {
      await mustBeCertified(tx, relay);
      await checkNewest(tx, relay, note);
      if (!(await repository.safeExists(tx, safe))) throw new SafeError('not_found');
      if (note.version === 1 && (await repository.countNames(tx, relay)) >= MAX_NAMES) {
        throw new SafeError('conflict');
      }
      if (!(await repository.putName(tx, relay, safe, note))) throw new SafeError('conflict');
    });

export const erasingName =
  (ports: RelaysPorts) =>
  async (caller: Caller, relay: Uint8Array, safe: Uint8Array): Promise<void> =>
    asMember(ports, caller, relay, 'to change', (tx) => repository.eraseName(tx, relay, safe));

export const listingTallies =
  (ports: RelaysPorts) => async (caller: Caller, relay: Uint8Array, month: number) =>
    asMember(ports, caller, relay, 'to look', (tx) => repository.talliesOf(tx, relay, month));

export const puttingTally =
  (ports: RelaysPorts) =>
  async (caller: Caller, relay: Uint8Array, month: number, note: Note): Promise<void> =>
    asMember(ports, caller, relay, 'to change', async (tx) => {
      const isMonth = month % 100 >= 1 && month % 100 <= 12;
      if (!isMonth || !isAboutNow(month) || (note.sealed.length - 73) % 4096 !== 0) {
        throw new SafeError('invalid_request');
      }
      await mustBeCertified(tx, relay);
      await checkNewest(tx, relay, note);
      const place = { relay, member: caller.uid, month };
      const others = await repository.otherTallyBytes(tx, place);
      if (others + note.sealed.length > MAX_TALLY_BYTES) throw new SafeError('too_large');
      if (!(await repository.putTally(tx, place, note))) throw new SafeError('conflict');
    });
