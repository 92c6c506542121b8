import type { Kysely } from 'kysely';
import { sameBytes } from '../../core/bytes.js';
import { damaged, type ErrorCode, SafeError } from '../../core/errors.js';
import { type Ask, askBodyHash, MAX_ASK_MS, openAsk } from '../../core/protocol/ask.js';
import { holdMembership } from '../database/membership.js';
import type { Database } from '../database/schema.js';
import type { Caller } from '../http/caller.js';
import { asCaller } from '../log/caller.js';
import { appendEntries, type Asked, entryBody, recordRefusal } from '../log/record.js';
import type { AsksPorts } from './ports.js';
import * as repository from './repository.js';

type Db = Kysely<Database>;

/** How far the clock of who signs may be from ours. */
const CLOCKS_MS = 120_000;
/** From one relay or worker to one person: waiting at a time, and in 30 days. */
const MOST_OPEN = 20;
const MOST_RECENT = 100;

export interface NewAsk {
  readonly ask: Uint8Array;
  readonly body: Uint8Array;
}

/** What the caller signed is about this grant, about what lies beside it, and for no longer than anybody may be asked. */
const checkAsk = (
  { ask, body }: NewAsk,
  signKey: Uint8Array,
  place: Pick<Ask, 'safe' | 'grant' | 'by'>,
  now: number,
): Ask => {
  const said = openAsk(ask, signKey, place);
  const fits = sameBytes(said.body, askBodyHash(body));
  if (!fits || said.exp <= now || said.exp > now + MAX_ASK_MS + CLOCKS_MS) throw damaged();
  return said;
};

const store = async (
  tx: Db,
  caller: Caller,
  place: Pick<Ask, 'safe' | 'grant' | 'by'>,
  asks: readonly NewAsk[],
): Promise<readonly NewAsk[]> => {
  const ground = await repository.groundOf(tx, place.grant, caller);
  if (!ground) throw new SafeError('not_found');
  if (ground.refusal !== null) throw new SafeError(ground.refusal as ErrorCode);
  if (ground.passed) throw new SafeError('not_granted');
  const key = await repository.signKeyOf(tx, caller.uid);
  const stored: NewAsk[] = [];
  for (const one of asks) {
    const said = checkAsk(one, key, place, ground.now);
    const outcome = await repository.insertAsk(tx, {
      id: said.id,
      safe: place.safe,
      grant_id: place.grant,
      asker: caller.uid,
      statement: one.ask,
      body: one.body,
      expires: said.exp,
    });
    if (outcome === 'taken') throw new SafeError('conflict');
    if (outcome === 'stored') stored.push(one);
  }
  const { open, recent } = await repository.countAsks(tx, place.safe, ground.recipient);
  if (stored.length > 0 && (open > MOST_OPEN || recent > MOST_RECENT)) throw new SafeError('asks_full');
  return stored;
};

/**
 * Asks a person for papers: by whom a grant of theirs is for. All is stored with its entries in the person's log, or nothing; a
 * refusal is an entry too.
 */
export const asking =
  ({ db }: AsksPorts) =>
  async (caller: Caller, grant: Uint8Array, asks: readonly NewAsk[]): Promise<void> => {
    const safe = await repository.safeOfGrant(db, grant);
    if (!safe) return asCaller(db, caller, () => Promise.reject(new SafeError('not_found')));
    const asked: Asked = { caller, safe, grant, act: 'ask.make' };
    try {
      await db.transaction().execute(async (tx) => {
        await holdMembership(tx, grant, caller.uid);
        const stored = await store(tx, caller, { safe, grant, by: caller.uid }, asks);
        const entries = stored.map(({ ask }) => entryBody({ ...asked, proof: ask }));
        await appendEntries(tx, safe, entries);
      });
    } catch (error) {
      await recordRefusal(db, asked, error);
      throw error;
    }
  };
