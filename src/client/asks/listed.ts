import { sameBytes, toHex } from '../../core/bytes.js';
import type { AskState, ListedAsk } from '../../core/api/asks.js';
import { damaged, isSafeError } from '../../core/errors.js';
import {
  type Ask,
  type AskBody,
  claimedAsk,
  openAsk,
  openAskBody,
  openAskEnd,
} from '../../core/protocol/ask.js';
import type { Grant, GrantKey } from '../../core/protocol/grant.js';
import type { Signer } from '../consent/team-signers.js';
import { wireBytes } from '../wire.js';

/** A paper that somebody is asked for, verified. */
export interface PaperAsk extends AskBody {
  /** Id in hexadecimal. */
  readonly id: string;
  readonly ask: Ask;
  readonly state: AskState;
  /** Name of who asks, as their team knows them; empty for a worker on their own. */
  readonly by: string;
  /** Milliseconds since 1970, by the server's clock. */
  readonly madeAt: number;
  readonly endedAt: number | null;
}

/** The consent under which it is asked, with its key. */
interface Under {
  readonly grant: Pick<Grant, 'id' | 'safe'>;
  readonly key: GrantKey;
}

const openUnder = <T>(signers: readonly Signer[], by: Uint8Array, open: (one: Signer) => T): T => {
  for (const one of signers.filter(({ uid }) => sameBytes(uid, by))) {
    try {
      return open(one);
    } catch (error) {
      // signed with another of their keys
      if (!isSafeError(error, 'damaged')) throw error;
    }
  }
  throw damaged();
};

/** The holder's word may end it, and that of those who asked. */
const checkEnd = (
  wire: ListedAsk,
  ask: Ask,
  holder: Omit<Signer, 'name'>,
  signers: readonly Signer[],
): void => {
  const { state, end } = wire;
  if (state !== 'shown' && state !== 'refused' && state !== 'withdrawn') return;
  const enders = state === 'withdrawn' ? signers : [holder];
  const holds = enders.some(({ uid, sign }) => {
    try {
      return openAskEnd(wireBytes(end ?? ''), sign, { safe: ask.safe, ask: ask.id, by: uid }).how === state;
    } catch (error) {
      if (!isSafeError(error)) throw error;
      return false;
    }
  });
  if (!holds) throw damaged();
};

/**
 * Opens what the server lists: signed by one of `signers`, under this consent, with a body that opens; and where somebody ended
 * it, signed by them. `damaged` otherwise.
 */
export const openListedAsk = (
  wire: ListedAsk,
  { grant, key }: Under,
  signers: readonly Signer[],
  holder: Omit<Signer, 'name'>,
): PaperAsk => {
  const envelope = wireBytes(wire.ask);
  const { by } = claimedAsk(envelope);
  const { ask, name } = openUnder(signers, by, (one) => ({
    ask: openAsk(envelope, one.sign, { safe: grant.safe, grant: grant.id, by }),
    name: one.name,
  }));
  checkEnd(wire, ask, holder, signers);
  const { state, madeAt, endedAt } = wire;
  return {
    id: toHex(ask.id),
    ask,
    ...openAskBody(key, ask, wireBytes(wire.body)),
    state,
    by: name,
    madeAt,
    endedAt,
  };
};
