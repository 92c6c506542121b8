import { toBase64Url, toHex } from '../../src/core/bytes.js';
import { random } from '../../src/core/crypto/sodium.js';
import {
  type Ask,
  type AskBody,
  askBodyHash,
  type AskEnd,
  signAsk,
  signAskEnd,
  wrapAskBody,
} from '../../src/core/protocol/ask.js';
import type { GrantKey } from '../../src/core/protocol/grant.js';
import { type Answer, call } from './holder.js';
import type { Worker } from './worker.js';

type Asker = Pick<Worker, 'url' | 'token' | 'uid' | 'keys'>;
interface Under {
  readonly id: Uint8Array;
  readonly safe: Uint8Array;
  readonly key: GrantKey;
}

export interface PreparedAsk {
  readonly id: Uint8Array;
  readonly safe: Uint8Array;
  readonly wire: { ask: string; body: string };
}

/** An ask as an honest client writes it, but for what `changed` says; signed by `signer`, the asker by default. */
export const prepareAsk = (
  by: Pick<Asker, 'uid' | 'keys'>,
  { id: grant, safe, key }: Under,
  changed: Partial<Omit<Ask, 't'>> = {},
  signer = by.keys.sign.secretKey,
  wanted: AskBody = { kinds: ['passport'], note: '' },
): PreparedAsk => {
  const place = { id: changed.id ?? random(16), safe: changed.safe ?? safe };
  const body = wrapAskBody(key, place, wanted);
  const now = Date.now();
  const said = {
    ...place,
    grant,
    exp: now + 7 * 86_400_000,
    body: askBodyHash(body),
    by: by.uid,
    ts: now,
    ...changed,
  };
  return { ...place, wire: { ask: toBase64Url(signAsk(said, signer)), body: toBase64Url(body) } };
};

const asksPath = ({ id }: Pick<Under, 'id'>): string => `/v1/grants/${toHex(id)}/asks`;

export const sendAsks = (
  by: Pick<Asker, 'url' | 'token'>,
  grant: Pick<Under, 'id'>,
  asks: readonly Pick<PreparedAsk, 'wire'>[],
): Promise<Answer> => call(by, 'POST', asksPath(grant), { asks: asks.map(({ wire }) => wire) });

export const madeAsks = (by: Pick<Asker, 'url' | 'token'>, grant: Pick<Under, 'id'>): Promise<Answer> =>
  call(by, 'GET', asksPath(grant));

export const listAsks = (
  holder: Pick<Asker, 'url' | 'token'> & { readonly safe: Uint8Array },
): Promise<Answer> => call(holder, 'GET', `/v1/safes/${toHex(holder.safe)}/asks`);

export const endAsk = (
  by: Asker,
  { id, safe }: Pick<PreparedAsk, 'id' | 'safe'>,
  how: AskEnd['how'],
  changed: Partial<AskEnd> = {},
): Promise<Answer> => {
  const said = { safe, ask: id, how, by: by.uid, ts: Date.now(), ...changed };
  const end = toBase64Url(signAskEnd(said, by.keys.sign.secretKey));
  return call(by, 'POST', `/v1/asks/${toHex(id)}/end`, { end });
};
