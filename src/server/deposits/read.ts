import { SafeError } from '../../core/errors.js';
import type { OpenedBlob } from '../documents/read.js';
import type { Caller } from '../http/caller.js';
import { refusalOf } from '../log/record.js';
import type { DepositsPorts } from './ports.js';
import * as repository from './repository.js';

/** What waits for the holder, oldest first. */
export const listing =
  ({ db }: Pick<DepositsPorts, 'db'>) =>
  async (
    caller: Caller,
    safe: Uint8Array,
  ): Promise<{ open: boolean; deposits: readonly repository.WaitingRow[] }> => {
    const rows = await repository.listWaiting(db, { caller, safe, act: 'deposit.list' });
    const [first] = rows;
    const refusal = first ? refusalOf(first) : 'not_found';
    if (!first || refusal) throw new SafeError(refusal ?? 'not_found');
    return { open: first.open, deposits: rows.filter((row) => row.found) };
  };

/** Records the reading, then gives the bytes. */
export const reading =
  ({ db, openBlob }: DepositsPorts) =>
  async (
    caller: Caller,
    { safe, doc }: { readonly safe: Uint8Array; readonly doc: Uint8Array },
    part: 'content' | 'thumbnail',
    range: string | undefined,
  ): Promise<OpenedBlob> => {
    const asked = { caller, safe, act: 'deposit.read', doc } as const;
    const { key, bytes, ...gate } = await repository.findBlob(db, asked, part);
    const refusal = refusalOf(gate);
    if (refusal || key === null || bytes === null) throw new SafeError(refusal ?? 'not_found');
    return openBlob({ key, bytes }, range);
  };
