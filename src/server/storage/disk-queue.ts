import { fdatasync, writev } from 'node:fs';

/** Bytes that may wait in memory for the disk, the ones being written included. Measured: more is not faster. */
const PENDING = 1024 * 1024;
/** Bytes handed to the kernel at once. */
const BATCH = 512 * 1024;
/**
 * After the first, and then every so many bytes the disk is asked to begin, so that the flush at the end finds little left
 * to do: that of a photo too.
 */
const FIRST_FLUSH = 2 * 1024 * 1024;
const EARLY_FLUSH = 16 * 1024 * 1024;

export type Done = (error?: Error | null) => void;

/**
 * A queue in front of one file: while one batch is being written the next gathers, so that reading and writing overlap.
 * (A plain writable stream asks for more only when everything it held is written.)
 */
export const createWriteQueue = (fd: number) => {
  const waiting: Buffer[] = [];
  let pending = 0;
  let position = 0;
  let writing = false;
  let fault: Error | null = null;
  let onRoom: Done | undefined;
  let onIdle: Done | undefined;

  const answer = (): void => {
    if (fault || pending < PENDING) {
      const tell = onRoom;
      onRoom = undefined;
      tell?.(fault);
    }
    if (!writing && !flush.running()) onIdle?.(fault);
  };

  const flush = createEarlyFlush(fd, (error) => {
    fault ??= error ?? null;
    answer();
  });

  const next = (): void => {
    if (writing || fault || waiting.length === 0) return;
    writing = true;
    const batch = takeBatch(waiting);
    writeAll(fd, batch, position, (error) => {
      writing = false;
      fault ??= error ?? null;
      const bytes = sizeOf(batch);
      position += bytes;
      pending -= bytes;
      if (!fault) flush.reached(position);
      next();
      answer();
    });
  };

  return {
    /** Calls back when there is room for more. */
    add(chunk: Buffer, done: Done): void {
      waiting.push(chunk);
      pending += chunk.length;
      onRoom = done;
      next();
      answer();
    },
    /** Calls back, with what went wrong, once nothing is under way on the file. `drop` gives up what still waits. */
    idle(drop: boolean, done: Done): void {
      if (drop) waiting.length = 0;
      onIdle = (error) => {
        onIdle = undefined;
        done(error);
      };
      answer();
    },
  };
};

const sizeOf = (buffers: readonly Buffer[]): number => buffers.reduce((sum, { length }) => sum + length, 0);

const takeBatch = (waiting: Buffer[]): Buffer[] => {
  let bytes = 0;
  let count = 0;
  while (count < waiting.length && bytes < BATCH) bytes += waiting[count++]?.length ?? 0;
  return waiting.splice(0, count);
};

const writeAll = (fd: number, buffers: Buffer[], position: number, done: Done): void => {
  writev(fd, buffers, position, (error, written) => {
    const rest = error ? [] : after(buffers, written);
    if (rest.length === 0) done(error);
    else writeAll(fd, rest, position + written, done);
  });
};

/** What a short write left over. */
const after = (buffers: readonly Buffer[], written: number): Buffer[] => {
  let skip = written;
  return buffers.flatMap((buffer) => {
    const rest = skip < buffer.length ? [buffer.subarray(skip)] : [];
    skip = Math.max(0, skip - buffer.length);
    return rest;
  });
};

/**
 * Flushes a file in the background now and then, one flush at a time. The kernel tells of a failed write-back once per
 * descriptor: what `done` hears counts as much as what the flush at the end would have said.
 */
const createEarlyFlush = (fd: number, done: Done) => {
  let running = false;
  let flushedTo = 0;
  return {
    running: (): boolean => running,
    reached(position: number): void {
      if (running || position - flushedTo < (flushedTo === 0 ? FIRST_FLUSH : EARLY_FLUSH)) return;
      running = true;
      flushedTo = position;
      fdatasync(fd, (error) => {
        running = false;
        done(error);
      });
    },
  };
};
