import { derive, type Key } from '../../src/core/crypto/keys.js';
import * as asks from '../../src/core/protocol/ask.js';
import { person } from '../helpers/consent.js';
import type * as v from '../helpers/vectors.js';
import { tohex } from '../helpers/vectors.js';
import { counting, fill } from './generate-crypto.js';
import { account, objectCase } from './generate-protocol.js';

const NOW = 1_767_225_600_000;
const SAFE = fill(0xa1, 16);
const GRANT = fill(0xb2, 16);
const worker = person('worker', account(0xe1), fill(0xe1, 16));
const holder = person('holder', account(0xe0), fill(0xe0, 16));

const askCase = (name: string, byte: number, body: asks.AskBody): v.AskCase => {
  const [id, key] = [fill(byte, 16), counting(byte, 32) as Key<'grant'>];
  const wrapped = asks.wrapAskBody(key, { id, safe: SAFE }, body);
  const said = { id, safe: SAFE, grant: GRANT, exp: NOW + 86_400_000, by: worker.uid, ts: NOW };
  const signed = asks.signAsk({ ...said, body: asks.askBodyHash(wrapped) }, worker.keys.sign.secretKey);
  const end = { safe: SAFE, ask: id, how: 'shown', by: holder.uid, ts: NOW + 1 } as const;
  return {
    name,
    safe: tohex(SAFE),
    grant: tohex(GRANT),
    by: tohex(worker.uid),
    holder: tohex(holder.uid),
    id: tohex(id),
    key: tohex(key),
    body: { kinds: [...body.kinds], note: body.note },
    wrapped: tohex(wrapped),
    ask: objectCase('the ask', 'ask', signed, derive(worker.account, 'id.sign')),
    end: objectCase(
      'the end',
      'ask.end',
      asks.signAskEnd(end, holder.keys.sign.secretKey),
      derive(holder.account, 'id.sign'),
    ),
  };
};

export const askCases = (): v.AskCase[] => [
  askCase('one kind, no note', 0x31, { kinds: ['bank-details'], note: '' }),
  askCase('one of several kinds, with a note', 0x41, {
    kinds: ['passport', 'identity-card'],
    note: 'Celui qui est encore bon',
  }),
];
