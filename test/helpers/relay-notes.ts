import { fromBase64Url, toBase64Url, toHex } from '../../src/core/bytes.js';
import type { AccountKey } from '../../src/core/crypto/keys.js';
import { openRelayName, sealRelayName, sealTally } from '../../src/core/protocol/relay-notes.js';
import type { Holder } from './holder.js';
import { generationOf, type Relay, relayPath } from './relay.js';
import type { Worker } from './worker.js';

/** A note as the server answers it. */
export interface Row {
  readonly safe: string;
  readonly generation: number;
  readonly version: number;
  readonly sealed: string;
}

/** The team's key of a generation. */
export const keyOf = ({ teamKeys }: Relay, generation: number) => teamKeys[generation - 1] as AccountKey;
export const namePath = (relay: Relay, { safe }: Pick<Holder, 'safe'>) =>
  relayPath(relay, `/names/${toHex(safe)}`);

/** A name as a member sends it. */
export const nameBody = (
  relay: Relay,
  who: Holder,
  name: string,
  version = 1,
  generation = generationOf(relay),
) => {
  const at = { relay: relay.uid, safe: who.safe, generation, version };
  const sealed = sealRelayName(keyOf(relay, generation), at, { holder: who.uid, fp: null, name });
  return { generation, version, sealed: toBase64Url(sealed) };
};
/** The name in a row, with the keys that are held. */
export const nameIn = (relay: Relay, { safe, generation, version, sealed }: Row): string =>
  openRelayName(
    keyOf(relay, generation),
    { relay: relay.uid, safe: Buffer.from(safe, 'hex'), generation, version },
    fromBase64Url(sealed),
  ).name;

/** The month that it is, as addresses of counts have it, or one so many months from it. */
export const monthFromNow = (more = 0): number => {
  const now = new Date();
  const date = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + more));
  return date.getUTCFullYear() * 100 + date.getUTCMonth() + 1;
};

/** A month's count as a member sends it: so many newcomers as its number says. */
export const tallyBody = (
  relay: Relay,
  { uid }: Pick<Worker, 'uid'>,
  version: number,
  month = monthFromNow(),
) => {
  const generation = generationOf(relay);
  const at = { relay: relay.uid, member: uid, month, generation, version };
  const tally = { counts: new Map([['newcomer', version]]), people: new Set<string>(), last: '00'.repeat(8) };
  return { generation, version, sealed: toBase64Url(sealTally(keyOf(relay, generation), at, tally)) };
};
