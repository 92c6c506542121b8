import { toHex, utf8 } from '../core/bytes.js';
import { random } from '../core/crypto/sodium.js';
import type { StreamedBody } from './ports.js';

/** One field of a form; `bytes` is read after all parts before it were sent. */
export interface Part {
  readonly name: string;
  readonly size: number;
  readonly bytes: () => AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

// The empty file name makes a parser take the part for bytes and says nothing of the paper.
const headOf = (boundary: string, name: string): Uint8Array =>
  utf8(
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"; filename=""\r\n` +
      'Content-Type: application/octet-stream\r\n\r\n',
  );

const LINE = utf8('\r\n');

/**
 * Frames parts as multipart/form-data (RFC 7578), in order and while they are read. The whole size is known beforehand.
 * `sent` is told the bytes handed over so far.
 */
export const multipart = (
  parts: readonly Part[],
  sent: (bytes: number) => void = () => {},
): StreamedBody & { readonly contentType: string } => {
  const boundary = toHex(random(24));
  const end = utf8(`--${boundary}--\r\n`);
  const heads = parts.map(({ name }) => headOf(boundary, name));
  const framing = heads.reduce((sum, head) => sum + head.length + LINE.length, end.length);
  const size = parts.reduce((sum, part) => sum + part.size, framing);

  async function* pieces() {
    for (const [i, part] of parts.entries()) {
      yield heads[i] as Uint8Array;
      yield* part.bytes();
      yield LINE;
    }
    yield end;
  }

  async function* counted() {
    let given = 0;
    for await (const piece of pieces()) {
      yield piece;
      given += piece.length;
      sent(given);
    }
  }

  return { contentType: `multipart/form-data; boundary=${boundary}`, size, bytes: counted() };
};
