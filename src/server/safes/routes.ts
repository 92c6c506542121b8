import type { FastifyInstance } from 'fastify';
import type { BodyOf } from '../../core/api/contract.js';
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
import type { HeadChanges } from './heads.js';
import type { SafeRow } from './repository.js';
import type { safesService } from './service.js';

const DEFAULT_ENTRIES = 1000;
/** A head may carry the keys of many papers and consents; more of them go over several heads. */
const HEAD_LIMIT = 8 * 1024 * 1024;

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

const changesOf = (body: BodyOf<typeof commitHead>): HeadChanges => ({
  keep: body.keep.map(({ doc, ver }) => ({ doc: fromHex(doc, 16), ver })),
  accept: body.accept.map(({ doc, manifest, wrappedKey, metadata }) => ({
    doc: fromHex(doc, 16),
    manifest: fromBase64Url(manifest),
    wrappedKey: fromBase64Url(wrappedKey),
    metadata: fromBase64Url(metadata),
  })),
  bin: ids(body.bin),
  restore: ids(body.restore),
  destroy: ids(body.destroy),
  give: body.give.map(({ grant, sealed, priv, ownKey }) => ({
    grant: fromBase64Url(grant),
    sealed: fromBase64Url(sealed),
    priv: fromBase64Url(priv),
    ownKey: fromBase64Url(ownKey),
  })),
  drop: ids(body.drop),
  reseal: body.reseal.map(({ reseal, sealed }) => ({
    reseal: fromBase64Url(reseal),
    sealed: fromBase64Url(sealed),
  })),
  epoch: body.epoch && {
    wrappedKey: fromBase64Url(body.epoch.wrappedKey),
    wrappedPrevious: fromBase64Url(body.epoch.wrappedPrevious),
  },
  rewrap: body.rewrap.map(({ doc, ver, wrappedKey }) => ({
    doc: fromHex(doc, 16),
    ver,
    wrappedKey: fromBase64Url(wrappedKey),
  })),
});

export const safeRoutes = (scope: FastifyInstance, safes: ReturnType<typeof safesService>): void => {
  serve(scope, listSafes, async ({ caller }) => ({ safes: (await safes.list(caller)).map(safeWire) }));

  serve(scope, nameCategory, async ({ caller, params, body }) => {
    await safes.nameCategory(caller, fromHex(params.safe, 16), {
      id: fromHex(params.category, 16),
      epoch: body.epoch,
      wrappedName: fromBase64Url(body.wrappedName),
    });
  });

  serve(
    scope,
    commitHead,
    async ({ caller, params, body }) => {
      const safe = fromHex(params.safe, 16);
      const { seq, log } = await safes.commit(caller, safe, fromBase64Url(body.head), changesOf(body));
      return { seq, log: { seq: log.seq, hash: toHex(log.hash) } };
    },
    { bodyLimit: HEAD_LIMIT },
  );

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
