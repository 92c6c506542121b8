import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { readContent, readThumbnail, sendVersion } from '../../core/api/documents.js';
import { fromHex, toHex } from '../../core/bytes.js';
import { isSafeError, SafeError } from '../../core/errors.js';
import type { Caller } from '../http/caller.js';
import { letRefusalArrive } from '../http/early-refusal.js';
import { serve } from '../http/routes.js';
import { sendBytes } from '../http/send-bytes.js';
import type { Parts, Place } from './ports.js';
import type { documentsService } from './service.js';

type Documents = ReturnType<typeof documentsService>;
type Hook = NonNullable<RouteOptions['onRequest']>;

/** Limits of transfers: bytes of one, and how many of an account are under way at once. */
export interface TransferLimits {
  readonly maxBytes: number;
  readonly atOnce: Hook;
}

/** Boundaries, part headers, key, manifest and metadata: what a version is besides its content. */
const MULTIPART_ROOM = 128 * 1024;
/** One more than a version has, so that the service sees what is too much, and says so. */
const MAX_PARTS = 7;
/** RFC 2046 §5.1.1: 1 to 70 characters. */
const BOUNDARY = /;\s*boundary=(?:"[^"]{1,70}"|[^\s;"]{1,70})(?:;|\s*$)/i;

const placeOf = (params: { safe: string; document: string; version: number }): Place => ({
  safe: fromHex(params.safe, 16),
  document: fromHex(params.document, 16),
  version: params.version,
});

const refuse = (message: string): never => {
  throw new SafeError('invalid_request', { message });
};

/** Every part comes as a stream, whether a client calls it a field or a file. */
async function* partsOf(request: FastifyRequest): Parts {
  for await (const part of request.parts()) {
    if (part.type !== 'file') {
      throw new SafeError('invalid_request', { message: 'Every part must be sent as a file.' });
    }
    yield { name: part.fieldname, bytes: part.file };
    if (part.file.truncated) throw new SafeError('too_large');
  }
}

/** What the parser of multipart says of bytes that are none, or that end too early; it has no codes for it. */
const isBroken = (error: unknown): boolean =>
  error instanceof Error && !isSafeError(error) && /multipart data/.test(error.message);

/** Bytes of papers that the request says it carries; 0 where it does not say. */
const announcedBytes = (request: FastifyRequest, max: number): number => {
  const length = Number(request.headers['content-length'] ?? 0);
  if (length > max + MULTIPART_ROOM) throw new SafeError('too_large');
  return Math.max(0, length - MULTIPART_ROOM);
};

/** Takes a form of parts as streams, in the order in which they come; what is no such form is `invalid_request`. */
export const takeForm = async <T>(
  request: FastifyRequest,
  maxBytes: number,
  take: (parts: Parts, announced: number) => Promise<T>,
): Promise<T> => {
  try {
    const isMultipart = request.isMultipart() && BOUNDARY.test(request.headers['content-type'] ?? '');
    if (!isMultipart) refuse('A paper is sent as multipart/form-data.');
    return await take(partsOf(request), announcedBytes(request, maxBytes));
  } catch (error) {
    throw isBroken(error) ? new SafeError('invalid_request', { cause: error }) : error;
  }
};

export const uploadOptions = ({ maxBytes, atOnce }: TransferLimits) => ({
  bodyLimit: maxBytes + MULTIPART_ROOM,
  onRequest: atOnce,
  onSend: letRefusalArrive,
});

const uploadRoute = (scope: FastifyInstance, documents: Documents, limits: TransferLimits): void => {
  serve(
    scope,
    sendVersion,
    ({ caller, params, request }) =>
      takeForm(request, limits.maxBytes, async (parts, announced) => {
        const stored = await documents.receive(caller, placeOf(params), parts, announced);
        const { manifest, bytes, head } = stored;
        return { manifest: toHex(manifest), storedBytes: bytes, ...(head !== undefined && { head }) };
      }),
    uploadOptions(limits),
  );
};

interface Download {
  readonly caller: Caller;
  readonly params: Parameters<typeof placeOf>[0];
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

const download = async (
  documents: Documents,
  part: 'content' | 'thumbnail',
  { caller, params, request, reply }: Download,
): Promise<FastifyReply> => {
  const opened = await documents.read(caller, placeOf(params), part, request.headers.range);
  return sendBytes(reply, opened);
};

/** Lets the routes of a scope take forms of parts. */
export const registerForms = async (
  scope: FastifyInstance,
  limits: Pick<TransferLimits, 'maxBytes'>,
): Promise<void> => {
  await scope.register(multipart, {
    limits: {
      fileSize: limits.maxBytes + 1,
      files: MAX_PARTS,
      parts: MAX_PARTS,
      // A field is refused by its name, and none of it is kept.
      fields: 1,
      fieldSize: 1,
      headerPairs: 16,
      fieldNameSize: 32,
    },
    // Refused by the service, which names the limit.
    throwFileSizeLimit: false,
  });
};

/** Routes that move the bytes of papers, in and out, as streams. */
export const transferRoutes = async (
  scope: FastifyInstance,
  documents: Documents,
  limits: TransferLimits,
): Promise<void> => {
  await registerForms(scope, limits);
  uploadRoute(scope, documents, limits);
  serve(scope, readContent, (call) => download(documents, 'content', call), { onRequest: limits.atOnce });
  // Thumbnails are small, and a page shows many.
  serve(scope, readThumbnail, (call) => download(documents, 'thumbnail', call));
};
