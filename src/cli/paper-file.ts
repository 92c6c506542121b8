import { type FileHandle, open } from 'node:fs/promises';
import { basename } from 'node:path';
import {
  type Examined,
  examinePdfEnds,
  MAX_PICTURE_BYTES,
  namesFor,
  prepare,
  type Prepared,
} from '../client/intake/intake.js';
import { PDF_HEAD_BYTES, PDF_TAIL_BYTES } from '../client/intake/pdf.js';
import type { Removed } from '../client/intake/picture.js';
import { sniff } from '../client/intake/sniff.js';
import { blake2b, blake2bStream } from '../core/crypto/sodium.js';
import { toHex } from '../core/bytes.js';
import { SafeError } from '../core/errors.js';

/** A file as it will be kept. */
export interface PaperFile extends Examined {
  readonly title: string;
  readonly fileName: string;
  readonly removed: readonly Removed[];
  /** Bytes to keep. */
  readonly length: number;
  /** BLAKE2b-256 of them, in hexadecimal. */
  readonly digest: string;
  /** The bytes from the beginning, each time; `file_changed` if they are others by now. */
  readonly open: () => AsyncIterable<Uint8Array>;
  /** The whole picture, for a thumbnail; null for what is streamed. */
  readonly whole: Uint8Array | null;
}

const PIECE = 1024 * 1024;

const FAULTS: Readonly<Record<string, SafeError>> = {
  ENOENT: new SafeError('file_not_found'),
  ENOTDIR: new SafeError('file_not_found'),
  EISDIR: new SafeError('file_unreadable', { details: { reason: 'folder' } }),
  EACCES: new SafeError('file_unreadable', { details: { reason: 'denied' } }),
  EPERM: new SafeError('file_unreadable', { details: { reason: 'denied' } }),
};

const explained = (error: unknown): unknown => {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (error instanceof SafeError || code === undefined) return error;
  const { code: known, details } = FAULTS[code] ?? new SafeError('file_unreadable');
  return new SafeError(known, { details, cause: error });
};

const withFile = async <T>(path: string, work: (file: FileHandle) => Promise<T>): Promise<T> => {
  let file: FileHandle | undefined;
  try {
    file = await open(path, 'r');
    return await work(file);
  } catch (error) {
    throw explained(error);
  } finally {
    await file?.close();
  }
};

interface Stamp {
  readonly size: number;
  readonly modified: bigint;
  readonly inode: bigint;
}

/** What tells that a file is still the same; a pipe or a device is no paper. */
const stampOf = async (file: FileHandle): Promise<Stamp> => {
  const facts = await file.stat({ bigint: true });
  if (facts.isDirectory()) throw new SafeError('file_unreadable', { details: { reason: 'folder' } });
  if (!facts.isFile()) throw new SafeError('file_unreadable');
  return { size: Number(facts.size), modified: facts.mtimeNs, inode: facts.ino };
};

const checkStamp = async (file: FileHandle, stamp: Stamp): Promise<void> => {
  const now = await stampOf(file);
  const same = now.size === stamp.size && now.modified === stamp.modified && now.inode === stamp.inode;
  if (!same) throw new SafeError('file_changed');
};

/** Fills `bytes` with what the file holds from `start` on. */
const fillFrom = async (file: FileHandle, start: number, bytes: Uint8Array): Promise<Uint8Array> => {
  let filled = 0;
  while (filled < bytes.length) {
    const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, start + filled);
    if (bytesRead === 0) throw new SafeError('file_changed');
    filled += bytesRead;
  }
  return bytes;
};

const readAt = (file: FileHandle, start: number, length: number): Promise<Uint8Array> =>
  fillFrom(file, start, new Uint8Array(length));

/** The bytes of a file in pieces, each good until the next is asked for: one buffer serves them all. */
async function* streamed(path: string, stamp: Stamp): AsyncGenerator<Uint8Array> {
  const file = await open(path, 'r');
  try {
    await checkStamp(file, stamp);
    const buffer = new Uint8Array(Math.min(PIECE, stamp.size));
    for (let at = 0; at < stamp.size; at += PIECE) {
      yield await fillFrom(file, at, buffer.subarray(0, Math.min(PIECE, stamp.size - at)));
    }
    await checkStamp(file, stamp);
  } catch (error) {
    throw explained(error);
  } finally {
    await file.close();
  }
}

/** A PDF is never altered, so it need not be held in memory: its two ends tell what must be known. */
const streamedPdf = async (path: string, file: FileHandle, stamp: Stamp): Promise<PaperFile> => {
  const { size } = stamp;
  const head = await readAt(file, 0, Math.min(size, PDF_HEAD_BYTES));
  const tail = await readAt(file, Math.max(0, size - PDF_TAIL_BYTES), Math.min(size, PDF_TAIL_BYTES));
  const name = basename(path);
  const examined = examinePdfEnds(head, tail, size, name);
  const hash = blake2bStream();
  for await (const piece of streamed(path, stamp)) hash.update(piece);
  return {
    ...examined,
    ...namesFor(name, examined.extension),
    removed: [],
    length: size,
    digest: toHex(hash.digest()),
    open: () => streamed(path, stamp),
    whole: null,
  };
};

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

const inMemory = (prepared: Prepared): PaperFile => ({
  ...prepared,
  length: prepared.bytes.length,
  digest: toHex(blake2b(prepared.bytes)),
  open: () => once(prepared.bytes),
  whole: prepared.bytes,
});

/**
 * Looks at a file and makes it ready, before anything is sent: a photo whole in memory (64 MB at most), a larger PDF by its two
 * ends. Throws what intake throws, `file_not_found`, `file_unreadable`, `file_changed`.
 */
export const readPaperFile = (
  path: string,
  options: { readonly keepMetadata: boolean },
): Promise<PaperFile> =>
  withFile(path, async (file) => {
    const stamp = await stampOf(file);
    const start = await readAt(file, 0, Math.min(stamp.size, PDF_HEAD_BYTES));
    const largePdf = stamp.size > PDF_TAIL_BYTES && sniff(start) === 'application/pdf';
    // what is too large for a picture is refused there, with the right reason
    if (largePdf || stamp.size > MAX_PICTURE_BYTES) return streamedPdf(path, file, stamp);
    const bytes = await readAt(file, 0, stamp.size);
    await checkStamp(file, stamp);
    return inMemory(prepare({ name: basename(path), bytes }, options));
  });
