import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';

/** Bytes to answer with: all `size` of them, or a range. */
interface Opened {
  readonly bytes: Readable | Buffer;
  readonly size: number;
  readonly range: { readonly start: number; readonly end: number } | undefined;
}

/** Answers with bytes, whole (200) or a part of them (206, RFC 9110 §15.3.7). */
export const sendBytes = (reply: FastifyReply, { bytes, size, range }: Opened): FastifyReply => {
  // The client left while the bytes were being opened: nobody will end this stream.
  if (reply.raw.destroyed && bytes instanceof Readable) bytes.destroy();
  if (range) reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${size}`);
  return reply
    .header('accept-ranges', 'bytes')
    .header('content-length', range ? range.end - range.start + 1 : size)
    .type('application/octet-stream')
    .send(bytes);
};
