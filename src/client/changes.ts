import { sameBytes, toHex } from '../core/bytes.js';
import type { AcceptWire } from '../core/api/deposits.js';
import type { ResealWire } from '../core/api/grants.js';
import type { DocumentKey } from '../core/crypto/keys.js';
import { SafeError } from '../core/errors.js';
import type { HeadDocument } from '../core/protocol/head.js';
import type { Giving } from './consent/giving.js';
import type { SafeState } from './state.js';

/** A version that was sent and waits to be listed by a head. */
export interface Staged {
  readonly doc: Uint8Array;
  readonly ver: number;
  /** Hash of its manifest. */
  readonly manifest: Uint8Array;
  readonly key: DocumentKey;
  readonly category: Uint8Array;
  /** Epoch of the root key that its key was wrapped under. */
  readonly epoch: number;
  /** What takes the place of sending it, if somebody left it and it waits on the server. */
  readonly waited?: AcceptWire;
}

/** What a head says of a version that it keeps. */
type Kept = Pick<Staged, 'doc' | 'ver' | 'manifest'>;

/** What is to be done, by ids in hexadecimal. */
export interface Changes {
  readonly keep?: readonly Staged[];
  readonly bin?: readonly string[];
  readonly restore?: readonly string[];
  readonly destroy?: readonly string[];
  readonly give?: readonly Giving[];
  /** Grants to end. */
  readonly drop?: readonly string[];
  /** Keys of grants sealed anew for the present root key, that found no room in the head before. */
  readonly reseal?: readonly ResealWire[];
}

export type Documents = ReadonlyMap<string, HeadDocument>;

const mustExist = (documents: Documents, id: string): HeadDocument => {
  const found = documents.get(id);
  if (!found) throw new SafeError('not_found');
  return found;
};

/** Whether the head lists this very version as the newest of its paper. */
export const isKept = (documents: Documents, { doc, ver, manifest }: Kept): boolean => {
  const listed = documents.get(toHex(doc));
  return listed?.ver === ver && sameBytes(listed.manifest, manifest);
};

/** Another device may have kept its own version under the number of ours. */
const checkNumber = (documents: Documents, { doc, ver }: Kept): void => {
  if ((documents.get(toHex(doc))?.ver ?? 0) !== ver - 1) throw new SafeError('version_exists');
};

/** What is left to do: an answer may have been lost, or another device did the same. */
export const remaining = ({ documents, grants }: SafeState, changes: Changes): Required<Changes> => ({
  keep: (changes.keep ?? []).filter((one) => !isKept(documents, one)),
  bin: (changes.bin ?? []).filter((id) => !mustExist(documents, id).binned),
  restore: (changes.restore ?? []).filter((id) => mustExist(documents, id).binned),
  destroy: (changes.destroy ?? []).filter((id) => documents.has(id)),
  give: (changes.give ?? []).filter(({ id }) => !grants.some((one) => sameBytes(one.grant.id, id))),
  drop: (changes.drop ?? []).filter((id) => grants.some((one) => one.id === id && one.listed)),
  reseal: changes.reseal ?? [],
});

export const applied = (
  documents: Documents,
  changes: Pick<Required<Changes>, 'bin' | 'restore' | 'destroy'> & { readonly keep: readonly Kept[] },
): Map<string, HeadDocument> => {
  const next = new Map(documents);
  for (const one of changes.keep) {
    checkNumber(documents, one);
    const { doc, ver, manifest } = one;
    next.set(toHex(doc), { doc, ver, manifest, binned: false });
  }
  for (const id of changes.bin) next.set(id, { ...mustExist(next, id), binned: true });
  for (const id of changes.restore) next.set(id, { ...mustExist(next, id), binned: false });
  for (const id of changes.destroy) next.delete(id);
  return next;
};
