import type { FastifyInstance } from 'fastify';
import { listPapers, listVersions, type VersionWire } from '../../core/api/documents.js';
import { fromHex, toBase64Url, toHex } from '../../core/bytes.js';
import { serve } from '../http/routes.js';
import type { VersionRow } from './repository.js';
import type { documentsService } from './service.js';

const DEFAULT_PAPERS = 500;

const versionWire = (row: VersionRow): VersionWire => ({
  doc: toHex(row.doc),
  ver: row.ver,
  manifest: toBase64Url(row.manifest),
  wrappedKey: toBase64Url(row.wrapped_key),
  wrapEpoch: row.wrap_epoch,
  metadata: toBase64Url(row.metadata),
  contentBytes: row.content_bytes,
  thumbnailBytes: row.thumbnail_bytes,
  binnedAt: row.binned_at?.getTime() ?? null,
});

/** Routes that tell which papers there are. */
export const documentRoutes = (
  scope: FastifyInstance,
  documents: ReturnType<typeof documentsService>,
): void => {
  serve(scope, listPapers, async ({ caller, params, query }) => {
    const after = query.after === undefined ? new Uint8Array(0) : fromHex(query.after, 16);
    const page = await documents.list(caller, fromHex(params.safe, 16), after, query.limit ?? DEFAULT_PAPERS);
    const kept = page.rows.filter((row) => row.purged_at === null);
    const gone = page.rows.filter((row) => row.purged_at !== null);
    const last = page.rows.at(-1);
    return {
      head: toBase64Url(page.head),
      papers: kept.map(versionWire),
      expired: gone.map((row) => ({ doc: toHex(row.doc), ver: row.ver, manifest: toHex(row.manifest_hash) })),
      next: page.more && last ? toHex(last.doc) : null,
    };
  });

  serve(scope, listVersions, async ({ caller, params }) => {
    const rows = await documents.versions(caller, fromHex(params.safe, 16), fromHex(params.document, 16));
    return { versions: rows.map(versionWire) };
  });
};
