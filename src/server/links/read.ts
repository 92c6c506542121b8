import { blake2b, random } from '../../core/crypto/sodium.js';
import { type ErrorCode, SafeError } from '../../core/errors.js';
import { claimedLink, linkPapersHash } from '../../core/protocol/link.js';
import { openLinkReceipt } from '../../core/protocol/link-receipt.js';
import { appendEntries, entryBody } from '../log/record.js';
import type { OpenReading } from '../http/underway.js';
import * as gate from './gate.js';
import * as opens from './open-repository.js';
import type { LinksPorts, OpenedBlob } from './ports.js';

export interface LinkedBytes {
  readonly opened: OpenedBlob;
  readonly open: OpenReading;
}

const sessionOf = async ({ db }: LinksPorts, token: Uint8Array): Promise<gate.LinkSession> => {
  const session = await gate.findSession(db, blake2b(token));
  if (!session) throw new SafeError('session_over');
  return session;
};

/** A container of a paper that an opened link shows, whole or in part; as often as the session lasts. */
export const readingLinked =
  (ports: LinksPorts, underWay: gate.LinkReadings) =>
  async (
    token: Uint8Array,
    asked: Pick<gate.LinkedReading, 'doc' | 'ver' | 'part'>,
    range: string | undefined,
  ): Promise<LinkedBytes> => {
    const session = await sessionOf(ports, token);
    const reading = { ...asked, session, nonce: random(16) };
    const since = performance.now();
    const { outcome, key, bytes } = await gate.findBlob(ports.db, reading);
    if (outcome !== 'ok' || key === null || bytes === null) throw new SafeError(outcome as ErrorCode);
    const open = underWay.begin(reading, since);
    try {
      return { open, opened: await ports.openBlob({ key, bytes }, range) };
    } catch (error) {
      open.close();
      throw error;
    }
  };

/** The receipt of who opened the link, once for each opening; the holder finds it in their log too, as it was signed. */
export const takingReceipt =
  (ports: LinksPorts) =>
  async (token: Uint8Array, receipt: Uint8Array): Promise<number> => {
    const session = await sessionOf(ports, token);
    const { loc, safe } = session;
    return ports.db.transaction().execute(async (tx) => {
      const refusal = await gate.sessionRefusal(tx, session);
      if (refusal !== null) throw new SafeError(refusal as ErrorCode);
      const signed = await opens.signedFor(tx, loc);
      if (!signed) throw new SafeError('session_over');
      const papers = linkPapersHash(claimedLink(signed.statement));
      openLinkReceipt(receipt, signed.auth_key, { loc, papers });
      const at = await opens.storeReceipt(tx, session, receipt);
      if (at === undefined) throw new SafeError('conflict');
      const entry = entryBody({ caller: null, act: 'link.receipt', grant: loc, proof: receipt });
      await appendEntries(tx, safe, [entry]);
      return at;
    });
  };
