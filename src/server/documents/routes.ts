import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  listPapers,
  listVersions,
  readContent,
  readThumbnail,
  sendVersion,
  type VersionWire,
} from '../../core/api/documents.js';
import { fromHex, toBase64Url, toHex } from '../../core/bytes.js';
import { SafeError } from '../../core/errors.js';
import type { Caller } from '../http/caller.js';
import { serve } from '../http/routes.js';
import { chunkRange } from './range.js';
import type { VersionRow } from './repository.js';
import type { documentsService, Parts, Place } from './service.js';

const DEFAULT_PAPERS = 500;
/** Boundaries, part headers, key, manifest and metadata: what a version is besides its content. */
const MULTIPART_ROOM = 128 * 1024;
const MAX_PARTS = 5;

const versionWire = (row: VersionRow): VersionWire => ({
  doc: toHex(row.doc),
  ver: row.ver,
  manifest: toBase64Url(row.manifest),
  wrappedKey: toBase64Url(row.wrapped_key),
  metadata: toBase64Url(row.metadata),
  contentBytes: row.content_bytes,
  thumbnailBytes: row.thumbnail_bytes,
  binnedAt: row.binned_at?.getTime() ?? null,
});

const placeOf = (params: { safe: string; document: string; version: number }): Place => ({
  safe: fromHex(params.safe, 16),
  document: fromHex(params.document, 16),
  version: params.version,
});

/** Every part comes as a stream, whether a client calls it a field or a file. */
async function* partsOf(request: FastifyRequest): Parts {
  for await (const part of request.parts()) {
    if (part.type !== 'file')
      throw new SafeError('invalid_request', { message: 'Every part must be sent as a file.' });
    yield { name: part.fieldname, bytes: part.file };
    if (part.file.truncated) throw new SafeError('too_large');
  }
}

const announcedBytes = (request: FastifyRequest, max: number): number => {
  const length = Number(request.headers['content-length'] ?? 0);
  if (length > max + MULTIPART_ROOM) throw new SafeError('too_large');
  return Math.max(0, length - MULTIPART_ROOM);
};

export const documentRoutes = async (
  scope: FastifyInstance,
  documents: ReturnType<typeof documentsService>,
  maxBytes: number,
): Promise<void> => {
  await scope.register(multipart, {
    limits: {
      fileSize: maxBytes + 1,
      files: MAX_PARTS,
      parts: MAX_PARTS,
      fields: 0,
      headerPairs: 16,
      fieldNameSize: 32,
    },
    // Refused by the service, which names the limit.
    throwFileSizeLimit: false,
  });

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

  serve(
    scope,
    sendVersion,
    async ({ caller, params, request, reply }) => {
      try {
        if (!request.isMultipart())
          throw new SafeError('invalid_request', { message: 'A version is sent as multipart/form-data.' });
        const announced = announcedBytes(request, maxBytes);
        const stored = await documents.receive(caller, placeOf(params), partsOf(request), announced);
        return { manifest: toHex(stored.manifest), storedBytes: stored.bytes };
      } catch (error) {
        // The rest of a refused upload is not worth reading.
        if (!request.raw.complete) reply.header('connection', 'close');
        throw error;
      }
    },
    { bodyLimit: maxBytes + MULTIPART_ROOM },
  );

  const send = async (
    caller: Caller,
    place: Place,
    part: 'content' | 'thumbnail',
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply> => {
    const found = await documents.read(caller, place, part, (size) =>
      chunkRange(request.headers.range, size),
    );
    const { range, size, bytes } = found;
    // The client left while the blob was being opened: nobody will end this stream.
    if (request.raw.destroyed) bytes.destroy();
    if (range) reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${size}`);
    return reply
      .header('accept-ranges', 'bytes')
      .header('content-length', range ? range.end - range.start + 1 : size)
      .type('application/octet-stream')
      .send(bytes);
  };

  serve(scope, readContent, ({ caller, params, request, reply }) =>
    send(caller, placeOf(params), 'content', request, reply),
  );
  serve(scope, readThumbnail, ({ caller, params, request, reply }) =>
    send(caller, placeOf(params), 'thumbnail', request, reply),
  );
};
