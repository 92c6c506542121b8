import { fromUtf8, sameBytes, toHex } from '../core/bytes.js';
import { lockLocator, type LockType } from '../core/crypto/locked-secret.js';
import { SafeError } from '../core/errors.js';
import { type Unlocker, unwrapLabel } from '../core/protocol/unlockers.js';
import type { AccountSession } from './session.js';
import { changeUnlockers, loadAccount } from './unlockers.js';
import { wireId } from './wire.js';

/** A card or device that opens the safe. Times in milliseconds since 1970. */
export interface DeviceEntry {
  /** Locator in hexadecimal. */
  readonly loc: string;
  readonly type: LockType;
  /** The name that its holder gave it; a card has none. */
  readonly label: string;
  readonly since: number;
  readonly lastUsedAt: number | null;
  /** Wrong codes since the last right one. */
  readonly tries: number;
  readonly frozen: boolean;
  /** Whether it is the one in use. */
  readonly current: boolean;
}

/** A long name was cut to its bytes, perhaps within a character: what is left of that one is dropped. */
const textOf = (name: Uint8Array): string => {
  for (let cut = 0; cut < 4; cut++) {
    try {
      return fromUtf8(name.subarray(0, name.length - cut));
    } catch {
      // one byte less, then
    }
  }
  return '';
};

/** The name under which a card or device was enrolled. */
export const labelOf = (session: AccountSession, { loc, label }: Pick<Unlocker, 'loc' | 'label'>): string =>
  textOf(unwrapLabel(session.account, session.uid, loc, label));

const ownLoc = ({ lock }: AccountSession): Uint8Array => lockLocator(lock.type, lock.secret);

/** What opens the safe, by the holder's signed list; how each was used lately is what the server says. */
export const listDevices = async (session: AccountSession): Promise<DeviceEntry[]> => {
  const { unlockers, locks } = await loadAccount(session);
  return unlockers.list.list.map((one) => {
    const row = locks.find(({ loc }) => sameBytes(wireId(loc), one.loc));
    return {
      loc: toHex(one.loc),
      type: one.type,
      label: labelOf(session, one),
      since: one.since,
      lastUsedAt: row?.lastUsedAt ?? null,
      tries: row?.tries ?? 0,
      frozen: row?.frozen ?? false,
      current: sameBytes(one.loc, ownLoc(session)),
    };
  });
};

/**
 * Blocks a card or device from its next request on, for good. Blocking the one in use also makes it forget the safe.
 * The last one can't be blocked: nobody could open the safe any more.
 *
 * @throws SafeError `not_found`, `last_device`
 */
export const blockDevice = async (session: AccountSession, loc: string): Promise<void> => {
  let seen = false;
  await changeUnlockers(session, (entries) => {
    const rest = entries.filter((one) => toHex(one.loc) !== loc);
    if (rest.length === entries.length) {
      if (!seen) throw new SafeError('not_found');
      return null;
    }
    seen = true;
    if (rest.length === 0) throw new SafeError('last_device');
    return rest;
  });
  if (loc === toHex(ownLoc(session))) await session.device.memory.forget();
};
