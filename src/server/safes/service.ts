import type { Kysely } from 'kysely';
import { sameBytes } from '../../core/bytes.js';
import { damaged, type ErrorCode, SafeError } from '../../core/errors.js';
import { openErasure } from '../../core/protocol/erasure.js';
import {
  documentsHash,
  epochsHash,
  grantsHash,
  type Head,
  headHash,
  openHead,
} from '../../core/protocol/head.js';
import type { Identity } from '../../core/protocol/identity.js';
import { type LogPin, logStart } from '../../core/protocol/log.js';
import type { Database } from '../database/schema.js';
import type { Caller } from '../http/caller.js';
import { type Asked, entryBody, operate } from '../log/record.js';
import { applyChanges, type Changes } from './changes.js';
import * as repository from './repository.js';

const MAX_CATEGORIES = 100;

export interface SafesPorts {
  readonly db: Kysely<Database>;
  readonly quota: { readonly plain: number; readonly vouched: number };
  /** Told after blobs were doomed, so that they go at once and not at the next round. */
  blobsDoomed(): void;
}

interface FirstSafe {
  readonly id: Uint8Array;
  readonly wrappedKey: Uint8Array;
  readonly head: Uint8Array;
}

const NO_DOCUMENTS = documentsHash([]);
const NO_GRANTS = grantsHash([]);

/** Whether a head says, apart from its number, what the safe is. */
const describes = (head: Head, docs: Uint8Array, epochs: Uint8Array): boolean =>
  sameBytes(head.docs, docs) && sameBytes(head.grants, NO_GRANTS) && sameBytes(head.epochs, epochs);

export const safesService = ({ db, quota, blobsDoomed }: SafesPorts) => {
  const openFirstSafe = async (tx: Kysely<Database>, holder: Identity, safe: FirstSafe): Promise<void> => {
    const head = openHead(safe.head, holder.sign, safe.id);
    const empty = describes(head, NO_DOCUMENTS, epochsHash([safe.wrappedKey]));
    const first = head.seq === 1 && head.log.seq === 0 && sameBytes(head.log.hash, logStart(safe.id).hash);
    if (!empty || !first) throw damaged();
    if (!(await repository.insertSafe(tx, holder.uid, safe, headHash(safe.head))))
      throw new SafeError('conflict');
  };

  const isFirstSafe = (tx: Kysely<Database>, holder: Identity, safe: FirstSafe): Promise<boolean> =>
    repository.isFirstSafe(tx, holder.uid, safe);

  const list = async (caller: Caller) => {
    const { refusal, safes } = await repository.lookAtSafes(db, caller);
    if (refusal !== null) throw new SafeError(refusal as ErrorCode);
    return safes.map((safe) => ({ ...safe, quota: safe.vouched ? quota.vouched : quota.plain }));
  };

  const nameCategory = async (
    caller: Caller,
    safe: Uint8Array,
    category: { id: Uint8Array; epoch: number; wrappedName: Uint8Array },
  ): Promise<void> =>
    operate(db, { caller, safe, act: 'safe.name-category' }, async (tx) => {
      if (!(await repository.putCategory(tx, safe, category))) throw new SafeError('conflict');
      if ((await repository.countCategories(tx, safe)) > MAX_CATEGORIES) throw new SafeError('too_large');
    });

  const checkLog = async (tx: Kysely<Database>, safe: Uint8Array, pin: LogPin): Promise<void> => {
    const hash = pin.seq === 0 ? logStart(safe).hash : await repository.logEntryHashAt(tx, safe, pin.seq);
    if (!hash || !sameBytes(hash, pin.hash)) throw new SafeError('head_conflict');
  };

  /** Stores the next head with the changes it commits to; false if it is the newest head already. */
  const advance = async (
    tx: Kysely<Database>,
    safe: Uint8Array,
    envelope: Uint8Array,
    changes: Changes,
  ): Promise<{ seq: number; stored: boolean }> => {
    const current = await repository.currentHead(tx, safe);
    if (!current) throw new SafeError('not_found');
    const head = openHead(envelope, current.signKey, safe);
    const hash = headHash(envelope);
    if (sameBytes(hash, current.hash)) return { seq: head.seq, stored: false };
    const next = head.seq === current.seq + 1 && head.prev !== null && sameBytes(head.prev, current.hash);
    if (!next) throw new SafeError('head_conflict');
    await checkLog(tx, safe, head.log);
    await applyChanges(tx, safe, changes, current.signKey);
    const docs = documentsHash(await repository.headDocuments(tx, safe));
    const epochs = epochsHash(await repository.wrappedKeys(tx, safe));
    if (!describes(head, docs, epochs)) throw new SafeError('head_conflict');
    await repository.storeHead(tx, safe, { seq: head.seq, envelope, hash });
    return { seq: head.seq, stored: true };
  };

  const entriesOf = (caller: Caller, changes: Changes): Uint8Array[] => [
    ...changes.keep.map(({ doc, ver }) => entryBody({ caller, act: 'paper.keep', doc, ver })),
    ...changes.bin.map((doc) => entryBody({ caller, act: 'paper.bin', doc })),
    ...changes.restore.map((doc) => entryBody({ caller, act: 'paper.restore', doc })),
    ...changes.destroy.map((doc) => entryBody({ caller, act: 'paper.destroy', doc })),
    entryBody({ caller, act: 'safe.head' }),
  ];

  const commit = async (
    caller: Caller,
    safe: Uint8Array,
    envelope: Uint8Array,
    changes: Changes,
  ): Promise<{ seq: number; log: LogPin }> => {
    const asked: Asked = { caller, safe, act: 'safe.head' };
    const { seq } = await operate(
      db,
      asked,
      (tx) => advance(tx, safe, envelope, changes),
      ({ stored }) => (stored ? entriesOf(caller, changes) : [entryBody(asked)]),
    );
    if (changes.destroy.length > 0) blobsDoomed();
    return { seq, log: await repository.logHead(db, safe) };
  };

  const erase = async (caller: Caller, safe: Uint8Array, order: Uint8Array): Promise<void> => {
    await operate(
      db,
      { caller, safe, act: 'paper.destroy' },
      async (tx) => {
        const current = await repository.currentHead(tx, safe);
        if (!current) throw new SafeError('not_found');
        openErasure(order, current.signKey, safe, current.seq);
        await repository.eraseSafe(tx, safe);
      },
      () => [],
    );
    blobsDoomed();
  };

  const readLog = async (caller: Caller, safe: Uint8Array, after: number, limit: number) => {
    await operate(db, { caller, safe, act: 'log.read' }, async () => undefined);
    const entries = await repository.entriesAfter(db, safe, after, limit + 1);
    return { entries: entries.slice(0, limit), more: entries.length > limit };
  };

  return { openFirstSafe, isFirstSafe, list, nameCategory, commit, erase, readLog };
};
