import { fromHex, toBase64Url, toHex } from '../../core/bytes.js';
import { refuseDeposits as refuseContract, setDepositDoor } from '../../core/api/deposits.js';
import { MAX_REFUSED, signDepositRefusal } from '../../core/protocol/deposit-refusal.js';
import type { Session } from '../session.js';

const params = (session: Session) => ({ safe: toHex(session.safe) });

/** Refuses papers that wait, by id in hexadecimal: they are destroyed at once. `not_found` for one that never waited. */
export const refuseDeposits = async (session: Session, docs: readonly string[]): Promise<void> => {
  for (let at = 0; at < docs.length; at += MAX_REFUSED) {
    const some = docs.slice(at, at + MAX_REFUSED).map((doc) => fromHex(doc, 16));
    const said = { safe: session.safe, docs: some, ts: session.device.clock.now() };
    const refusal = toBase64Url(signDepositRefusal(said, session.keys.sign.secretKey));
    await session.api.call(refuseContract, { params: params(session), body: { refusal } }, { again: true });
  }
};

/** Whether relays may leave papers without a consent. */
export const openDoor = (session: Session, open: boolean): Promise<void> =>
  session.api.call(setDepositDoor, { params: params(session), body: { open } }, { again: true });
