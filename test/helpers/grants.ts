import { toBase64Url, toHex } from '../../src/core/bytes.js';
import { newKey, type SafeKey } from '../../src/core/crypto/keys.js';
import { random } from '../../src/core/crypto/sodium.js';
import {
  type Grant,
  grantHash,
  type GrantKey,
  privateBytes,
  privateHash,
  sealedHash,
  signGrant,
  wrapGrantKey,
  wrapPrivate,
} from '../../src/core/protocol/grant.js';
import { signWithdrawal } from '../../src/core/protocol/grant-end.js';
import { resealGrantKeys, sealGrantKeys, signReseal } from '../../src/core/protocol/grant-keys.js';
import { type Reading, signReading } from '../../src/core/protocol/reading.js';
import { wrapPreviousKey, wrapSafeKey } from '../../src/core/protocol/safe-keys.js';
import { type Answer, call, commit, type Holder, type Sent } from './holder.js';
import type { Worker } from './worker.js';

/** Whom a grant is for, and the key that its own keys are sealed to. */
export interface Party {
  readonly id: Uint8Array;
  readonly gen: number;
  readonly fp: Uint8Array;
  readonly enc: Uint8Array;
}

export const workerParty = ({ uid, fp, keys }: Worker): Party => ({
  id: uid,
  gen: 1,
  fp,
  enc: keys.enc.publicKey,
});

export interface Given {
  readonly id: Uint8Array;
  readonly safe: Uint8Array;
  readonly grant: Omit<Grant, 't'>;
  readonly envelope: Uint8Array;
  readonly hash: Uint8Array;
  readonly sealed: Uint8Array;
  readonly key: GrantKey;
  readonly wire: { grant: string; sealed: string; priv: string; ownKey: string };
}

const DAY = 86_400_000;
const PRIVATE = {
  purpose: 'droits',
  labels: [],
  recipient: 'Halte du Pont',
  language: 'fr',
  shown: 'Je montre ces papiers.',
  explained: 'read-aloud',
  witness: null,
} as const;

const byHex = (a: Uint8Array, b: Uint8Array): number => (toHex(a) < toHex(b) ? -1 : 1);

/** A grant as an honest client writes it, but for what `changed` says; signed by `signer`, the holder by default. */
export const prepareGrant = (
  holder: Holder,
  to: Party,
  changed: Partial<Omit<Grant, 't'>> = {},
  signer = holder.keys.sign.secretKey,
): Given => {
  const grantKey = newKey<'grant'>() as GrantKey;
  const place = { id: random(16), safe: holder.safe };
  const bytes = privateBytes(PRIVATE);
  const open = {
    ...place,
    holder: holder.uid,
    to: { id: to.id, gen: to.gen, fp: to.fp },
    scope: { kind: 'safe' as const, ids: [] },
    perm: ['read'] as const,
    nbf: Date.now() - 60_000,
    exp: Date.now() + 31 * DAY,
    epoch: holder.epochs.length,
    parent: null,
    by: holder.uid,
    headSeq: holder.head.seq,
    priv: privateHash(bytes),
    ts: Date.now(),
    ...changed,
  };
  const sealed = sealGrantKeys(to.enc, open, { grantKey, keys: [] });
  const grant = { ...open, sealed: sealedHash(sealed), ...changed };
  const envelope = signGrant(grant, signer);
  return {
    id: grant.id,
    safe: grant.safe,
    grant,
    envelope,
    hash: grantHash(envelope),
    sealed,
    key: grantKey,
    wire: {
      grant: toBase64Url(envelope),
      sealed: toBase64Url(sealed),
      priv: toBase64Url(wrapPrivate(grantKey, place, bytes)),
      ownKey: toBase64Url(wrapGrantKey(holder.key, place, grantKey)),
    },
  };
};

export const docs = (...papers: readonly Pick<Sent, 'doc'>[]): Grant['scope'] => ({
  kind: 'doc',
  ids: papers.map(({ doc }) => doc).toSorted(byHex),
});

/** Gives a grant with the holder's next head. */
export const give = async (
  holder: Holder,
  to: Party,
  changed: Partial<Omit<Grant, 't'>> = {},
): Promise<Given> => {
  const given = prepareGrant(holder, to, changed);
  const answer = await commit(holder, { give: [given] });
  if (answer.status !== 200) throw new Error(`not given: ${JSON.stringify(answer.json)}`);
  return given;
};

/** A reading that a worker signs: of the list, or of a paper. */
export const signedReading = (
  worker: Pick<Worker, 'uid' | 'keys'>,
  given: Pick<Given, 'id' | 'safe'>,
  of: Partial<Omit<Reading, 't'>> = {},
): Uint8Array =>
  signReading(
    {
      safe: given.safe,
      grant: given.id,
      part: 'list',
      doc: null,
      ver: null,
      by: worker.uid,
      nonce: random(16),
      ts: Date.now(),
      ...of,
    },
    worker.keys.sign.secretKey,
  );

export const ofPaper = (
  { doc, ver }: Pick<Sent, 'doc' | 'ver'>,
  part: 'content' | 'thumbnail' = 'content',
): Partial<Reading> => ({ part, doc, ver });

type Asker = Pick<Worker, 'url' | 'token' | 'uid' | 'keys'>;

export const grantPath = ({ id }: Pick<Given, 'id'>, rest = ''): string => `/v1/grants/${toHex(id)}${rest}`;

export const look = (worker: Asker, given: Given, reading = signedReading(worker, given)): Promise<Answer> =>
  call(worker, 'POST', grantPath(given, '/papers'), { reading: toBase64Url(reading) });

export interface ReadAnswer {
  readonly status: number;
  readonly json: any;
  readonly bytes: Buffer;
  readonly headers: Headers;
}

/** Asks for a container under a grant; the bytes, or the refusal. */
export const readWith = async (
  worker: Asker,
  given: Given,
  reading: Uint8Array,
  headers: Record<string, string> = {},
): Promise<ReadAnswer> => {
  const answer = await fetch(worker.url + grantPath(given, '/readings'), {
    method: 'POST',
    headers: { authorization: `Bearer ${worker.token}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ reading: toBase64Url(reading) }),
  });
  const bytes = Buffer.from(await answer.arrayBuffer());
  const isJson = answer.headers.get('content-type')?.includes('json') ?? false;
  const json = isJson ? JSON.parse(bytes.toString()) : null;
  return { status: answer.status, json, bytes, headers: answer.headers };
};

export const read = (
  worker: Asker,
  given: Given,
  paper: Pick<Sent, 'doc' | 'ver'>,
  part: 'content' | 'thumbnail' = 'content',
): Promise<ReadAnswer> => readWith(worker, given, signedReading(worker, given, ofPaper(paper, part)));

export const withdrawalOf = (
  who: Pick<Worker, 'uid' | 'keys'>,
  given: Pick<Given, 'id' | 'safe'>,
): Uint8Array =>
  signWithdrawal({ safe: given.safe, grant: given.id, by: who.uid, ts: Date.now() }, who.keys.sign.secretKey);

export const endGrant = (
  who: Asker,
  given: Pick<Given, 'id' | 'safe'>,
  withdrawal = withdrawalOf(who, given),
): Promise<Answer> => call(who, 'POST', grantPath(given, '/end'), { withdrawal: toBase64Url(withdrawal) });

/** A grant's keys sealed anew, as they go with a head or to resealGrant. */
export const resealWire = (
  by: Pick<Worker, 'uid' | 'keys'>,
  given: Given,
  to: Party,
  epoch = given.grant.epoch,
) => {
  const renewed = { receipt: given.hash, gen: to.gen, epoch };
  const sealed = resealGrantKeys(to.enc, renewed, { grantKey: newKey<'grant'>() as GrantKey, keys: [] });
  const said = { ...renewed, grant: given.id, sealed: sealedHash(sealed), by: by.uid, ts: Date.now() };
  return {
    reseal: toBase64Url(signReseal(said, by.keys.sign.secretKey)),
    sealed: toBase64Url(sealed),
  };
};

export const reseal = (by: Asker, given: Given, wire: object): Promise<Answer> =>
  call(by, 'POST', grantPath(given, '/reseal'), wire);

export const received = async (who: Pick<Worker, 'url' | 'token'>, query = '') => {
  const { status, json } = await call(who, 'GET', `/v1/grants${query}`);
  return { status, json, ids: status === 200 ? (json.grants as { grant: string }[]).map(idOf) : [] };
};

const idOf = ({ grant }: { grant: string }): string =>
  JSON.parse(Buffer.from(grant, 'base64url').subarray(64).toString()).id;

/** A new root key of the safe, as a head brings it. */
export const nextEpoch = (holder: Holder) => {
  const [epoch, key] = [holder.epochs.length + 1, newKey<'safe'>()];
  const older = holder.epochs[epoch - 2]?.key as SafeKey;
  const wrapped = wrapSafeKey(holder.key, holder.safe, epoch, key);
  const previous = wrapPreviousKey(key, holder.safe, epoch - 1, older);
  return { key, wrapped, wire: { wrappedKey: toBase64Url(wrapped), wrappedPrevious: toBase64Url(previous) } };
};
