import { sameBytes, toBase64Url, toHex } from '../../core/bytes.js';
import { listOwnSpares } from '../../core/api/spares.js';
import { newLockedSecret } from '../../core/crypto/locked-secret.js';
import { SafeError } from '../../core/errors.js';
import { openSpare, sealSpare, signSpare, spareHash } from '../../core/protocol/spare.js';
import type { Recipient } from '../consent/recipient.js';
import { labelOf } from '../devices.js';
import { checkOwnPin, placeOf } from '../renew.js';
import type { AccountSession } from '../session.js';
import { changeUnlockers, loadAccount, makeLock } from '../unlockers.js';
import { wireBytes } from '../wire.js';

/** The part of a recipient that a spare needs: a relay and its verified keys. */
export type SpareKeeper = Pick<Recipient, 'kind' | 'uid' | 'gen' | 'fp' | 'enc' | 'name'>;

/**
 * Leaves a spare of the card with a relay: another secret, under the same code, sealed to the team's verified key. There is one
 * spare at a time: what was left before, here or elsewhere, opens nothing any more.
 *
 * @param typed the present code
 * @param name by which the relay finds the person
 * @throws SafeError `bad_code_format`, `wrong_code`, `bad_contact` for who is no relay, `not_certified`, `conflict` if the team has a
 * new key: to be met again
 */
export const leaveSpare = async (
  session: AccountSession,
  relay: SpareKeeper,
  typed: string,
  name: string,
): Promise<void> => {
  if (relay.kind !== 'relay') throw new SafeError('bad_contact');
  const pin = await checkOwnPin(session, typed);
  const secret = newLockedSecret();
  const lock = { secret, pin, label: relay.name };
  const made = await makeLock(session.device, 'spare', lock, placeOf(session));
  const said = {
    uid: session.uid,
    loc: made.entry.loc,
    relay: { id: relay.uid, gen: relay.gen, fp: relay.fp },
    ts: session.device.clock.now(),
  };
  const { sealed, note } = sealSpare(relay.enc, said, { secret, name });
  const statement = signSpare(
    { ...said, sealed: spareHash(sealed), note: spareHash(note) },
    session.keys.sign.secretKey,
  );
  await changeUnlockers(
    session,
    (entries) =>
      entries.some(({ loc }) => sameBytes(loc, made.entry.loc))
        ? null
        : [...entries.filter(({ type }) => type !== 'spare'), made.entry],
    [made.enrolment],
    { statement: toBase64Url(statement), sealed: toBase64Url(sealed), note: toBase64Url(note) },
  );
};

/** A spare that lies with a relay. */
export interface OwnSpare {
  /** Locator in hexadecimal, as in the list of cards and devices: blocking it takes it back. */
  readonly loc: string;
  /** The relay's name as it was when it was left there. */
  readonly relay: string;
  readonly since: number;
  /** When somebody of the relay was handed it last; null if never. */
  readonly releasedAt: number | null;
}

/** Statements of one's own, verified; what does not verify was not signed here, and says nothing. */
export const ownStatements = async (session: AccountSession) => {
  const { spares } = await session.api.call(listOwnSpares, {});
  return spares.flatMap(({ statement, label, ...row }) => {
    try {
      const said = openSpare(wireBytes(statement), session.identity.sign, session.uid);
      return [{ ...row, said, relay: labelOf(session, { loc: said.loc, label: wireBytes(label) }) }];
    } catch {
      return [];
    }
  });
};

/** What lies with a relay now, by the holder's signed list; null without. */
export const ownSpare = async (session: AccountSession): Promise<OwnSpare | null> => {
  const { unlockers } = await loadAccount(session);
  const entry = unlockers.list.list.find(({ type }) => type === 'spare');
  if (!entry) return null;
  const known = (await ownStatements(session)).find(({ said }) => sameBytes(said.loc, entry.loc));
  return {
    loc: toHex(entry.loc),
    relay: labelOf(session, entry),
    since: entry.since,
    releasedAt: known?.releasedAt ?? null,
  };
};
