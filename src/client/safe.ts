import { fromUtf8, sameBytes, toHex } from '../core/bytes.js';
import { listSafes, type SafeWire } from '../core/api/safes.js';
import type { SafeKey } from '../core/crypto/keys.js';
import { damaged } from '../core/errors.js';
import { advanceHeadPin, epochsHash, openHead } from '../core/protocol/head.js';
import {
  categoryKey,
  unwrapCategoryName,
  unwrapPreviousKey,
  unwrapSafeKey,
} from '../core/protocol/safe-keys.js';
import { toPin } from './pins.js';
import type { Session } from './session.js';
import type { Category, Safe } from './state.js';
import { wireBytes, wireId } from './wire.js';

/** A category's key follows from the safe's root key of an epoch, which a new key replaces as a whole: its own count stays. */
export const CATEGORY_EPOCH = 1;

/** The safe's root keys, oldest first: the newest by the account key, each older one by the one after it. */
const openEpochs = (session: Session, { epochs }: SafeWire): SafeKey[] => {
  if (epochs.length === 0 || epochs.some(({ epoch }, i) => epoch !== i + 1)) throw damaged();
  const newest = wireBytes(epochs.at(-1)?.wrappedKey ?? '');
  const keys = [unwrapSafeKey(session.account, session.safe, epochs.length, newest)];
  for (const { epoch, wrappedPrevious } of epochs.toReversed()) {
    if ((epoch === 1) !== (wrappedPrevious === null)) throw damaged();
    const newer = keys[0] as SafeKey;
    if (wrappedPrevious !== null) {
      keys.unshift(unwrapPreviousKey(newer, session.safe, epoch - 1, wireBytes(wrappedPrevious)));
    }
  }
  return keys;
};

/**
 * A category's name is not signed: one that this safe's keys don't open was put there by a stolen token or by the server,
 * and is as good as none. A paper that lies in it is then refused with the whole list.
 */
const openCategory = (
  safe: Uint8Array,
  keys: readonly SafeKey[],
  wire: SafeWire['categories'][number],
): Category[] => {
  const key = keys[wire.epoch - 1];
  if (!key) return [];
  const id = wireId(wire.id);
  const wrapped = wireBytes(wire.wrappedName);
  try {
    const name = unwrapCategoryName(categoryKey(key, id, CATEGORY_EPOCH), safe, id, wrapped);
    return [{ id, slug: fromUtf8(name), epoch: wire.epoch }];
  } catch {
    return [];
  }
};

/** Verifies what the server says of the safe and remembers its head; `damaged` or `rolled_back`. */
const openSafeWire = async (session: Session, wire: SafeWire): Promise<Safe> => {
  const envelope = wireBytes(wire.head);
  const head = openHead(envelope, session.identity.sign, session.safe);
  const wrappedKeys = wire.epochs.map((one) => wireBytes(one.wrappedKey));
  if (!sameBytes(head.epochs, epochsHash(wrappedKeys))) throw damaged();
  const keys = openEpochs(session, wire);
  const categories = wire.categories.flatMap((one) => openCategory(session.safe, keys, one));
  const pin = advanceHeadPin(session.pins.head(), envelope, head);
  await session.pins.advance({ head: toPin(pin) });
  const { usedBytes, quotaBytes } = wire;
  return { id: session.safe, head, envelope, keys, wrappedKeys, categories, usedBytes, quotaBytes };
};

/** The safe as it is now: head verified and never older than the one seen before, keys opened, categories by name. */
export const loadSafe = async (session: Session): Promise<Safe> => {
  const { safes } = await session.api.call(listSafes, {});
  const wire = safes.find(({ id }) => id === toHex(session.safe));
  if (!wire) throw damaged();
  return openSafeWire(session, wire);
};
