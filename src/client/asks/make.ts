import { toBase64Url } from '../../core/bytes.js';
import { makeAsks } from '../../core/api/asks.js';
import { random } from '../../core/crypto/sodium.js';
import { SafeError } from '../../core/errors.js';
import {
  askBodyHash,
  type AskBody,
  MAX_ASK_MS,
  MAX_ASK_NOTE,
  signAsk,
  wrapAskBody,
} from '../../core/protocol/ask.js';
import type { Caller } from '../consent/chains.js';
import type { Received } from '../consent/received.js';

/** Clocks differ: a little less than anybody may be asked for. */
const FOR_MS = MAX_ASK_MS - 60_000;

/**
 * Asks a person for papers, under something that they show already: each `wanted` is one paper, of one of its kinds. Its kinds and the
 * note are read by the person and by those who have the same consent.
 *
 * @throws SafeError `asks_full` where enough is asked for already, `invalid_request` for a note that is too long, `grant_ended`,
 * `grant_expired`, `not_granted` where it was passed on
 */
export const askFor = async (caller: Caller, shown: Received, wanted: readonly AskBody[]): Promise<void> => {
  const { grant, opened, id } = shown;
  if (!opened) throw new SafeError(shown.state === 'expired' ? 'grant_expired' : 'grant_ended');
  if (wanted.some(({ note }) => note.length > MAX_ASK_NOTE)) throw new SafeError('invalid_request');
  const now = caller.device.clock.now();
  const asks = wanted.map((one) => {
    const place = { id: random(16), safe: grant.safe };
    const body = wrapAskBody(opened.keys.grantKey, place, one);
    const said = {
      ...place,
      grant: grant.id,
      exp: now + FOR_MS,
      body: askBodyHash(body),
      by: caller.uid,
      ts: now,
    };
    return { ask: toBase64Url(signAsk(said, caller.keys.sign.secretKey)), body: toBase64Url(body) };
  });
  await caller.api.call(makeAsks, { params: { grant: id }, body: { asks } }, { again: true });
};
