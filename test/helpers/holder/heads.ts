import { toBase64Url, toHex } from '../../../src/core/bytes.js';
import {
  documentsHash,
  epochsHash,
  grantsHash,
  type HeadDocument,
  headHash,
  signHead,
} from '../../../src/core/protocol/head.js';
import type { SafeKey } from '../../../src/core/crypto/keys.js';
import { manifestHash } from '../../../src/core/protocol/manifest.js';
import { type Answer, call, type Holder } from './opening.js';
import { prepareVersion, send, type Sent } from './sending.js';

export interface HeadChanges {
  readonly keep?: readonly Sent[];
  /** Papers that waited, as they go with a head; their versions are in `keep`. */
  readonly accept?: readonly object[];
  readonly bin?: readonly Uint8Array[];
  readonly restore?: readonly Uint8Array[];
  readonly destroy?: readonly Uint8Array[];
  /** Consents as they go with a head, by their hash. */
  readonly give?: readonly { readonly hash: Uint8Array; readonly wire: object }[];
  readonly drop?: readonly { readonly id: Uint8Array; readonly hash: Uint8Array }[];
  readonly reseal?: readonly object[];
  readonly epoch?: { readonly key: SafeKey; readonly wrapped: Uint8Array; readonly wire: object };
  readonly rewrap?: readonly { doc: string; ver: number; wrappedKey: string }[];
}

const same = (a: Uint8Array, b: Uint8Array): boolean => toHex(a) === toHex(b);

/** What the list becomes; the test's own reckoning, apart from the server's. */
const afterChanges = (documents: readonly HeadDocument[], changes: HeadChanges): HeadDocument[] => {
  const { keep = [], bin = [], restore = [], destroy = [] } = changes;
  const kept = keep.map((one) => ({
    doc: one.doc,
    ver: one.ver,
    manifest: manifestHash(one.manifest),
    binned: false,
  }));
  return documents
    .filter((one) => !kept.some((k) => same(k.doc, one.doc)))
    .concat(kept)
    .filter((one) => !destroy.some((id) => same(id, one.doc)))
    .map((one) => (bin.some((id) => same(id, one.doc)) ? { ...one, binned: true } : one))
    .map((one) => (restore.some((id) => same(id, one.doc)) ? { ...one, binned: false } : one));
};

/** The grants that are listed after a change; the test's own reckoning. */
const listedAfter = (holder: Holder, { give = [], drop = [] }: HeadChanges): Uint8Array[] =>
  [...holder.grants, ...give.map((one) => one.hash)].filter(
    (hash) => !drop.some((one) => same(one.hash, hash)),
  );

export const commitBody = (
  holder: Holder,
  changes: HeadChanges,
  documents = afterChanges(holder.documents, changes),
) => {
  const grants = listedAfter(holder, changes);
  const epochs = changes.epoch ? [...holder.epochs, changes.epoch] : holder.epochs;
  const head = signHead(
    {
      safe: holder.safe,
      seq: holder.head.seq + 1,
      prev: holder.head.hash,
      docs: documentsHash(documents),
      grants: grantsHash(grants),
      epochs: epochsHash(epochs.map((one) => one.wrapped)),
      log: holder.log,
      ts: Date.now(),
    },
    holder.keys.sign.secretKey,
  );
  const ids = (list: readonly Uint8Array[] = []) => list.map(toHex);
  const body = {
    head: toBase64Url(head),
    keep: (changes.keep ?? []).map((one) => ({ doc: toHex(one.doc), ver: one.ver })),
    accept: changes.accept ?? [],
    bin: ids(changes.bin),
    restore: ids(changes.restore),
    destroy: ids(changes.destroy),
    give: (changes.give ?? []).map((one) => one.wire),
    drop: ids(changes.drop?.map((one) => one.id)),
    reseal: changes.reseal ?? [],
    epoch: changes.epoch?.wire ?? null,
    rewrap: changes.rewrap ?? [],
  };
  return { body, head, documents, grants, epochs };
};

/** Signs the next head and commits it; the holder's state moves on only if the server said yes. */
export const commit = async (holder: Holder, changes: HeadChanges): Promise<Answer> => {
  const { body, head, ...after } = commitBody(holder, changes);
  const answer = await call(holder, 'POST', `/v1/safes/${toHex(holder.safe)}/heads`, body);
  if (answer.status === 200) {
    holder.head = { seq: holder.head.seq + 1, hash: headHash(head) };
    Object.assign(holder, after);
  }
  return answer;
};

/** Sends a version and keeps it. */
export const keep = async (
  holder: Holder,
  data: Uint8Array,
  options: Parameters<typeof prepareVersion>[2] = {},
): Promise<Sent> => {
  const sent = await prepareVersion(holder, data, options);
  const stored = await send(holder, sent);
  if (stored.status !== 201) throw new Error(`not stored: ${JSON.stringify(stored.json)}`);
  const kept = await commit(holder, { keep: [sent] });
  if (kept.status !== 200) throw new Error(`not kept: ${JSON.stringify(kept.json)}`);
  return sent;
};
