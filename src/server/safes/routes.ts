import type { FastifyInstance } from 'fastify';
import {
  commitHead,
  eraseSafe,
  listSafes,
  nameCategory,
  readLog,
  type SafeWire,
} from '../../core/api/safes.js';
import { fromBase64Url, fromHex, toBase64Url, toHex } from '../../core/bytes.js';
import { serve } from '../http/routes.js';
import type { SafeRow } from './repository.js';
import type { safesService } from './service.js';

const DEFAULT_ENTRIES = 1000;

/** PostgreSQL's JSON writes bytes as `\x` and hexadecimal. */
const fromPgHex = (text: string): Buffer => Buffer.from(text.slice(2), 'hex');
const pgBase64 = (text: string): string => fromPgHex(text).toString('base64url');

const safeWire = (safe: SafeRow & { quota: number }): SafeWire => ({
  id: toHex(safe.id),
  head: toBase64Url(safe.head),
  epochs: safe.epochs.map((one) => ({
    epoch: one.epoch,
    wrappedKey: pgBase64(one.wrapped_key),
    wrappedPrevious: one.wrapped_previous === null ? null : pgBase64(one.wrapped_previous),
  })),
  categories: safe.categories.map((one) => ({
    id: fromPgHex(one.id).toString('hex'),
    epoch: one.epoch,
    wrappedName: pgBase64(one.wrapped_name),
  })),
  usedBytes: safe.used,
  quotaBytes: safe.quota,
});

const ids = (texts: readonly string[]): Uint8Array[] => texts.map((text) => fromHex(text, 16));

export const safeRoutes = (scope: FastifyInstance, safes: ReturnType<typeof safesService>): void => {
  serve(scope, listSafes, async ({ caller }) => ({ safes: (await safes.list(caller)).map(safeWire) }));

  serve(scope, nameCategory, async ({ caller, params, body }) => {
    await safes.nameCategory(caller, fromHex(params.safe, 16), {
      id: fromHex(params.category, 16),
      epoch: body.epoch,
      wrappedName: fromBase64Url(body.wrappedName),
    });
  });

  serve(scope, commitHead, async ({ caller, params, body }) => {
    const { seq, log } = await safes.commit(caller, fromHex(params.safe, 16), fromBase64Url(body.head), {
      keep: body.keep.map(({ doc, ver }) => ({ doc: fromHex(doc, 16), ver })),
      bin: ids(body.bin),
      restore: ids(body.restore),
      destroy: ids(body.destroy),
    });
    return { seq, log: { seq: log.seq, hash: toHex(log.hash) } };
  });

  serve(scope, eraseSafe, async ({ caller, params, body }) => {
    await safes.erase(caller, fromHex(params.safe, 16), fromBase64Url(body.order));
  });

  serve(scope, readLog, async ({ caller, params, query }) => {
    const { entries, more } = await safes.readLog(
      caller,
      fromHex(params.safe, 16),
      query.after ?? 0,
      query.limit ?? DEFAULT_ENTRIES,
    );
    return {
      entries: entries.map((entry) => ({
        seq: entry.seq,
        at: entry.at,
        salt: toBase64Url(entry.salt),
        body: toBase64Url(entry.body),
        hash: toHex(entry.hash),
      })),
      more,
    };
  });
};
