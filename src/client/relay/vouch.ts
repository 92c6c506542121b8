import { toBase64Url, toHex } from '../../core/bytes.js';
import { vouch } from '../../core/api/relays.js';
import type { Contact } from '../../core/protocol/contact.js';
import { signVouching } from '../../core/protocol/vouching.js';
import type { Caller } from '../consent/chains.js';
import type { OwnRelay } from './load.js';

/**
 * Says for the relay that it knows a person, by their public code: their safe gets more room, and they read in their history who
 * vouched for them. Nothing else of them is learned.
 *
 * @throws SafeError `not_certified`, `not_member`, `not_found`
 */
export const vouchFor = async (
  session: Pick<Caller, 'api' | 'device' | 'keys' | 'uid'>,
  { relay }: Pick<OwnRelay, 'relay'>,
  { uid }: Contact,
): Promise<void> => {
  const said = { relay, holder: uid, by: session.uid, ts: session.device.clock.now() };
  const vouching = signVouching(said, session.keys.sign.secretKey);
  await session.api.call(vouch, {
    params: { relay: toHex(relay) },
    body: { vouching: toBase64Url(vouching) },
  });
};
