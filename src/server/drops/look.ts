import { type Kysely, sql } from 'kysely';
import { blake2b, ed25519KeyPair, random } from '../../core/crypto/sodium.js';
import { type ErrorCode, SafeError } from '../../core/errors.js';
import { verifyDropLook } from '../../core/protocol/drop-secret.js';
import type { LogAction } from '../../core/protocol/log.js';
import type { Database } from '../database/schema.js';
import { entryText } from '../log/record.js';
import type { DropsPorts } from './ports.js';
import * as repository from './repository.js';

type Db = Kysely<Database>;

/** Stands in for the key of a link that is not there, so that refusing it takes the same work. Nobody has its secret. */
const NOBODY = ed25519KeyPair(random(32)).publicKey;

/** Who has a link is nobody the safe knows: the entry names the link alone. */
export const recordOfDrop = async (
  db: Db,
  { safe, loc, doc }: { readonly safe: Uint8Array; readonly loc: Uint8Array; readonly doc?: Uint8Array },
  act: LogAction,
  outcome: 'ok' | ErrorCode = 'ok',
): Promise<void> => {
  const entry = entryText({ caller: null, act, grant: loc, ...(doc && { doc }) });
  await sql`select log_outcome(${safe}, ${entry}, ${outcome})`.execute(db);
};

export interface Answered {
  readonly loc: Uint8Array;
  readonly challenge: Uint8Array;
  readonly signature: Uint8Array;
}

export interface LookedAt {
  readonly link: repository.PublicDrop;
  /** Null unless the link is open. */
  readonly token: Uint8Array | null;
}

/**
 * How a link stands, and a token to leave papers with, for who shows that they have it; everybody else is told the same,
 * whether there is one or not. The holder's log tells once an hour that somebody looked.
 */
export const looking =
  ({ db, locks }: DropsPorts) =>
  async ({ loc, challenge, signature }: Answered): Promise<LookedAt> => {
    const fresh = await locks.takeChallenge(db, loc, challenge);
    const authKey = await repository.findAuthKey(db, loc);
    const possessed = verifyDropLook(authKey ?? NOBODY, loc, challenge, signature);
    if (!fresh || !authKey || !possessed) throw new SafeError('unauthorized');
    return db.transaction().execute(async (tx) => {
      const link = await repository.standOf(tx, loc);
      if (!link) throw new SafeError('unauthorized');
      if (await locks.isFirstRefusal(tx, loc, 'look')) await recordOfDrop(tx, link, 'drop.look');
      // What waits already may be sent again by a link that is full: its answer may have been lost.
      if (link.state !== 'open' && link.state !== 'full') return { link, token: null };
      const token = random(32);
      await repository.beginSession(tx, link, blake2b(token));
      return { link, token };
    });
  };
