import { sameBytes } from '../../core/bytes.js';
import { isSafeError } from '../../core/errors.js';
import {
  documentsHash,
  epochsHash,
  grantsHash,
  type HeadDocument,
  headHash,
  openHead,
} from '../../core/protocol/head.js';
import type { Foreseen, SentWithHead } from '../database/sent-head.js';
import type { Caller } from '../http/caller.js';
import { checkLog, describes, entriesOf, NO_CHANGES } from './heads.js';
import type { SafesPorts } from './ports.js';
import * as repository from './repository.js';

/** Whether the version is the next of its paper, chained to the one that is listed. */
const isNext = (documents: readonly HeadDocument[], { doc, ver, prev }: SentWithHead): boolean => {
  const listed = documents.find((one) => sameBytes(one.doc, doc));
  if (!listed) return ver === 1 && prev === null;
  return ver === listed.ver + 1 && prev !== null && sameBytes(prev, listed.manifest);
};

const foresee = async (
  { db, grants }: SafesPorts,
  caller: Caller,
  safe: Uint8Array,
  sent: SentWithHead,
): Promise<Foreseen | null> => {
  const current = await repository.currentHead(db, safe);
  if (!current || current.epoch !== sent.wrapEpoch) return null;
  const head = openHead(sent.head, current.signKey, safe);
  const { seq, prev } = head;
  if (seq !== current.seq + 1 || prev === null || !sameBytes(prev, current.hash)) return null;
  await checkLog(db, safe, head.log);
  const documents = await repository.headDocuments(db, safe);
  if (!isNext(documents, sent)) return null;
  const { doc, ver, manifest } = sent;
  const others = documents.filter((one) => !sameBytes(one.doc, doc));
  const lists = {
    docs: documentsHash([...others, { doc, ver, manifest, binned: false }]),
    grants: grantsHash(await grants.listed(db, safe)),
    epochs: epochsHash(await repository.wrappedKeys(db, safe)),
  };
  if (!describes(head, lists)) return null;
  const changes = { ...NO_CHANGES, keep: [{ doc, ver }] };
  const entries = entriesOf(caller, changes, { given: [], ended: [] });
  const hash = headHash(sent.head);
  return { seq, envelope: sent.head, hash, follows: current.hash, documents: documents.length, entries };
};

/**
 * Verifies a head that keeps one version and changes nothing else, while the bytes of that version are still on their way to
 * the disk and nothing is locked. Null where it is not plainly the next one: what is wrong with it is found out step by step.
 */
export const foreseeing =
  (ports: SafesPorts) =>
  async (caller: Caller, safe: Uint8Array, sent: SentWithHead): Promise<Foreseen | null> => {
    try {
      return await foresee(ports, caller, safe, sent);
    } catch (error) {
      if (isSafeError(error)) return null;
      throw error;
    }
  };
