import { canonicalBytes, type Json } from '../../src/core/crypto/jcs.js';
import { derive, type DocumentKey } from '../../src/core/crypto/keys.js';
import { depositKeyHash, signDeposit } from '../../src/core/protocol/deposit.js';
import { signDepositRefusal } from '../../src/core/protocol/deposit-refusal.js';
import { keyCommitment } from '../../src/core/protocol/safe-keys.js';
import { person } from '../helpers/consent.js';
import { depositContext } from '../helpers/second/deposits.js';
import { seal } from '../helpers/second/keys.js';
import type { Value } from '../helpers/second/objects.js';
import type * as v from '../helpers/vectors.js';
import { tohex } from '../helpers/vectors.js';
import { counting, fill } from './generate-crypto.js';
import { account, objectCase } from './generate-protocol.js';

const NOW = 1_767_225_600_000;
const [SAFE, DOC] = [fill(0xa1, 16), fill(0xd1, 16)];
const [holder, worker] = [
  person('holder', account(0xe0), fill(0xe0, 16)),
  person('worker', account(0xe1), fill(0xe1, 16)),
];

const depositCase = (
  name: string,
  relay: Uint8Array | null,
  grant: Uint8Array | null,
  thumbnail: Uint8Array | null,
): v.DepositCase => {
  const key = counting(0x10, 32) as DocumentKey;
  const open = {
    safe: SAFE,
    doc: DOC,
    to: { id: holder.uid, gen: 1, fp: holder.fp },
    relay,
    grant,
    roots: { content: fill(1, 32), metadata: fill(2, 32), thumbnail },
    dekc: keyCommitment(key),
    by: worker.uid,
    ts: NOW,
  };
  const hex = (bytes: Uint8Array | null) => bytes && tohex(bytes);
  const json: Json & { readonly [key: string]: Value } = {
    t: 'deposit',
    safe: tohex(SAFE),
    doc: tohex(DOC),
    to: { id: tohex(holder.uid), gen: 1, fp: tohex(holder.fp) },
    relay: hex(relay),
    grant: hex(grant),
    roots: { content: tohex(fill(1, 32)), metadata: tohex(fill(2, 32)), thumbnail: hex(thumbnail) },
    dekc: tohex(open.dekc),
    by: tohex(worker.uid),
    ts: NOW,
  };
  // what is sealed is bound to exactly these bytes
  canonicalBytes(json);
  const randomness = fill(thumbnail ? 0x51 : 0x52, 64);
  const sealed = seal(holder.keys.enc.publicKey, depositContext(json), key, randomness);
  const statement = signDeposit({ ...open, sealed: depositKeyHash(sealed) }, worker.keys.sign.secretKey);
  const refusal = signDepositRefusal({ safe: SAFE, docs: [DOC], ts: NOW + 1 }, holder.keys.sign.secretKey);
  return {
    name,
    seed: tohex(derive(holder.account, 'id.enc')),
    randomness: tohex(randomness),
    key: tohex(key),
    sealed: tohex(sealed),
    statement: objectCase('the statement', 'deposit', statement, derive(worker.account, 'id.sign')),
    refusal: objectCase('the refusal', 'deposit.no', refusal, derive(holder.account, 'id.sign')),
  };
};

export const depositCases = (): v.DepositCase[] => [
  depositCase('in the name of a relay, with a thumbnail', fill(0xb1, 16), null, fill(3, 32)),
  depositCase('under a consent to a relay', fill(0xb1, 16), fill(0xc1, 16), null),
  depositCase('under a consent of the worker’s own', null, fill(0xc1, 16), null),
];
