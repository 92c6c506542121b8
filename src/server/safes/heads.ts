import type { Kysely } from 'kysely';
import { sameBytes } from '../../core/bytes.js';
import { damaged, SafeError } from '../../core/errors.js';
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
import { applyEpochs, type EpochChanges } from './epochs.js';
import type { AcceptedDeposit, GrantChanges, SafesPorts } from './ports.js';
import * as repository from './repository.js';

/** Hashes of what a head lists. */
type Lists = Pick<Head, 'docs' | 'grants' | 'epochs'>;

/** Whether a head says, apart from its number, what the safe is. */
export const describes = (head: Head, { docs, grants, epochs }: Lists): boolean =>
  sameBytes(head.docs, docs) && sameBytes(head.grants, grants) && sameBytes(head.epochs, epochs);

interface FirstSafe {
  readonly id: Uint8Array;
  readonly wrappedKey: Uint8Array;
  readonly head: Uint8Array;
}

/**
 * Makes an account's first safe inside the transaction that makes the account; `damaged` unless its holder signed it,
 * `conflict` if there is a safe of that id.
 */
export const openFirstSafe = async (
  tx: Kysely<Database>,
  holder: Identity,
  safe: FirstSafe,
): Promise<void> => {
  const head = openHead(safe.head, holder.sign, safe.id);
  const empty = describes(head, {
    docs: documentsHash([]),
    grants: grantsHash([]),
    epochs: epochsHash([safe.wrappedKey]),
  });
  const start = head.seq === 1 && head.log.seq === 0 && sameBytes(head.log.hash, logStart(safe.id).hash);
  if (!empty || !start) throw damaged();
  const made = await repository.insertSafe(tx, holder.uid, safe, headHash(safe.head));
  if (!made) throw new SafeError('conflict');
};

/** Whether the holder has this very safe: then it was opened before, and the answer got lost. */
export const isFirstSafe = (tx: Kysely<Database>, holder: Identity, safe: FirstSafe): Promise<boolean> =>
  repository.isFirstSafe(tx, holder.uid, safe);

/** The log point that the signer had verified is one of this chain. */
export const checkLog = async (tx: Kysely<Database>, safe: Uint8Array, pin: LogPin): Promise<void> => {
  const hash = pin.seq === 0 ? logStart(safe).hash : await repository.logEntryHashAt(tx, safe, pin.seq);
  if (!hash || !sameBytes(hash, pin.hash)) throw new SafeError('head_conflict');
};

export type HeadChanges = Changes &
  EpochChanges &
  GrantChanges & { readonly accept: readonly AcceptedDeposit[] };

interface Advanced {
  readonly seq: number;
  /** False if it is the newest head already. */
  readonly stored: boolean;
  readonly given: readonly Uint8Array[];
  readonly ended: readonly Uint8Array[];
}

/** What waited becomes a paper by the very head that keeps it, or stays where it is. */
const checkAccepted = ({ accept, keep }: HeadChanges): void => {
  const kept = accept.every(({ doc }) => keep.some((one) => one.ver === 1 && sameBytes(one.doc, doc)));
  if (!kept) throw new SafeError('invalid_request');
};

/** Stores the next head with the changes it commits to. */
const advance = async (
  { grants, deposits }: SafesPorts,
  tx: Kysely<Database>,
  { safe, caller }: Asked,
  envelope: Uint8Array,
  changes: HeadChanges,
): Promise<Advanced> => {
  const current = await repository.currentHead(tx, safe);
  if (!current) throw new SafeError('not_found');
  const { signKey } = current;
  const head = openHead(envelope, signKey, safe);
  const { seq } = head;
  const hash = headHash(envelope);
  if (sameBytes(hash, current.hash)) return { seq, stored: false, given: [], ended: [] };
  const next = seq === current.seq + 1 && head.prev !== null && sameBytes(head.prev, current.hash);
  if (!next) throw new SafeError('head_conflict');
  await checkLog(tx, safe, head.log);
  checkAccepted(changes);
  await deposits.accept(tx, { safe, holder: caller.uid, signKey }, changes.accept);
  const kept = await applyChanges(tx, safe, changes, signKey);
  const epoch = await applyEpochs(tx, { safe, newest: current.epoch, kept }, changes);
  const changed = await grants.change(tx, { safe, holder: caller.uid, signKey, seq, epoch }, changes);
  const lists = {
    docs: documentsHash(await repository.headDocuments(tx, safe)),
    grants: grantsHash(await grants.listed(tx, safe)),
    epochs: epochsHash(await repository.wrappedKeys(tx, safe)),
  };
  if (!describes(head, lists)) throw new SafeError('head_conflict');
  await repository.storeHead(tx, safe, { seq, envelope, hash });
  return { seq, stored: true, ...changed };
};

/** What a head with these changes writes into the log. */
export const entriesOf = (
  caller: Caller,
  changes: HeadChanges,
  { given, ended }: Pick<Advanced, 'given' | 'ended'>,
): Uint8Array[] => [
  ...changes.keep.map(({ doc, ver }) => {
    const waited = ver === 1 && changes.accept.some((one) => sameBytes(one.doc, doc));
    return entryBody({ caller, act: waited ? 'deposit.keep' : 'paper.keep', doc, ver });
  }),
  ...changes.bin.map((doc) => entryBody({ caller, act: 'paper.bin', doc })),
  ...changes.restore.map((doc) => entryBody({ caller, act: 'paper.restore', doc })),
  ...changes.destroy.map((doc) => entryBody({ caller, act: 'paper.destroy', doc })),
  ...given.map((grant) => entryBody({ caller, act: 'grant.give', grant })),
  ...ended.map((grant) => entryBody({ caller, act: 'grant.end', grant })),
  entryBody({ caller, act: 'safe.head' }),
];

export const NO_CHANGES: HeadChanges = {
  keep: [],
  accept: [],
  bin: [],
  restore: [],
  destroy: [],
  give: [],
  drop: [],
  reseal: [],
  epoch: null,
  rewrap: [],
};

/** Commits a head that keeps one version and changes nothing else, inside the transaction that stages it. */
export const keepingSent =
  (ports: SafesPorts) =>
  async (
    tx: Kysely<Database>,
    caller: Caller,
    safe: Uint8Array,
    { head, doc, ver }: { readonly head: Uint8Array; readonly doc: Uint8Array; readonly ver: number },
  ): Promise<{ seq: number; entries: Uint8Array[] }> => {
    const changes = { ...NO_CHANGES, keep: [{ doc, ver }] };
    const done = await advance(ports, tx, { caller, safe, act: 'safe.head' }, head, changes);
    // The newest head there is knows nothing of a version that was only just staged.
    if (!done.stored) throw new SafeError('head_conflict');
    return { seq: done.seq, entries: entriesOf(caller, changes, done) };
  };

/** Commits a signed head and every change it lists, in one transaction with their entries. */
export const committing =
  (ports: SafesPorts) =>
  async (
    caller: Caller,
    safe: Uint8Array,
    envelope: Uint8Array,
    changes: HeadChanges,
  ): Promise<{ seq: number; log: LogPin }> => {
    const { db, blobsDoomed, grants } = ports;
    const asked: Asked = { caller, safe, act: 'safe.head' };
    const { seq, stored } = await operate(
      db,
      asked,
      (tx) => advance(ports, tx, asked, envelope, changes),
      (head) => (head.stored ? entriesOf(caller, changes, head) : [entryBody(asked)]),
    );
    if (stored && changes.destroy.length > 0) blobsDoomed();
    // Also where the answer got lost and this one is the second.
    await grants.over(changes.drop);
    return { seq, log: await repository.logHead(db, safe) };
  };
