import { type ErrorCode, SafeError } from '../../core/errors.js';
import { openErasure } from '../../core/protocol/erasure.js';
import type { Caller } from '../http/caller.js';
import { operate } from '../log/record.js';
import { foreseeing } from './foresee.js';
import { committing, keepingSent } from './heads.js';
import type { SafesPorts } from './ports.js';
import * as repository from './repository.js';

const MAX_CATEGORIES = 100;

const listing =
  ({ db, quota }: SafesPorts) =>
  async (caller: Caller): Promise<(repository.SafeRow & { readonly quota: number })[]> => {
    const { refusal, safes } = await repository.lookAtSafes(db, caller);
    if (refusal !== null) throw new SafeError(refusal as ErrorCode);
    return safes.map((safe) => Object.assign(safe, { quota: safe.vouched ? quota.vouched : quota.plain }));
  };

const naming =
  ({ db }: SafesPorts) =>
  async (
    caller: Caller,
    safe: Uint8Array,
    category: { id: Uint8Array; epoch: number; wrappedName: Uint8Array },
  ): Promise<void> =>
    operate(db, { caller, safe, act: 'safe.name-category' }, async (tx) => {
      if (!(await repository.putCategory(tx, safe, category))) throw new SafeError('conflict');
      if ((await repository.countCategories(tx, safe)) > MAX_CATEGORIES) throw new SafeError('too_large');
    });

/** Destroys the safe; the log that would tell of it goes too, so that there is no entry. */
const erasing =
  ({ db, blobsDoomed }: SafesPorts) =>
  async (caller: Caller, safe: Uint8Array, order: Uint8Array): Promise<void> => {
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

const readingLog =
  ({ db }: SafesPorts) =>
  async (caller: Caller, safe: Uint8Array, after: number, limit: number) => {
    await operate(db, { caller, safe, act: 'log.read' }, async () => undefined);
    const entries = await repository.entriesAfter(db, safe, after, limit + 1);
    return { entries: entries.slice(0, limit), more: entries.length > limit };
  };

/** What can be done with safes: look, name categories, commit heads, read the log, destroy. */
export const safesService = (ports: SafesPorts) => ({
  list: listing(ports),
  nameCategory: naming(ports),
  commit: committing(ports),
  keepSent: keepingSent(ports),
  foresee: foreseeing(ports),
  erase: erasing(ports),
  readLog: readingLog(ports),
});
