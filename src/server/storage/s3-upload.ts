import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { SafeError } from '../../core/errors.js';
import type { PutOptions, WriteOnce } from './blob-store.js';
import { mismatch } from './guards.js';
import { BEFORE_SIGNING, type S3Place, setPayloadHash } from './s3-client.js';
import { answerOf, isAltered, isHungUp, isPreconditionFailed, s3Fault } from './s3-faults.js';

/**
 * Passes bytes on, the last chunk only when the source has ended and the size is right: a store that has not got the
 * bytes its Content-Length promised stores nothing, whatever fails until then.
 */
const createExactBody = (size: number): Transform => {
  let held: Buffer | undefined;
  let arrived = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      arrived += chunk.length;
      if (arrived > size) return done(mismatch({ size, arrived }));
      const ready = held;
      held = chunk;
      done(null, ready);
    },
    flush(done) {
      if (arrived !== size) return done(mismatch({ size, arrived }));
      done(null, held);
    },
  });
};

const putCommand = (
  { bucket, prefix }: S3Place,
  key: string,
  body: Readable,
  { size, sha256 }: PutOptions,
  writeOnce: WriteOnce,
): PutObjectCommand => {
  const command = new PutObjectCommand({
    Bucket: bucket,
    Key: prefix + key,
    Body: body,
    ContentLength: size,
    ContentType: 'application/octet-stream',
    ...(writeOnce === 'atomic' && { IfNoneMatch: '*' }),
  });
  command.middlewareStack.add(
    (next) => (args) => {
      if (sha256) setPayloadHash(args.request, sha256);
      return next(args);
    },
    BEFORE_SIGNING,
  );
  return command;
};

const refusal = (error: unknown, { sha256 }: PutOptions): SafeError => {
  if (isPreconditionFailed(error)) return new SafeError('blob_exists');
  return sha256 && isAltered(error) ? mismatch({}, error) : s3Fault(error);
};

/** Time for a store to tell why it hung up. */
const REASON_MS = 2_000;

/**
 * A store that refuses early hangs up while it is still being written to, and its answer is lost with the connection.
 * Asked again with the first byte and no more, it answers in peace; whatever it says, it can't store that.
 */
const askWhy = async (
  place: S3Place,
  key: string,
  options: PutOptions,
  writeOnce: WriteOnce,
): Promise<unknown> => {
  const size = Math.max(options.size, 2);
  const body = new Readable({ read: () => undefined });
  body.push(Buffer.alloc(1));
  const command = putCommand(place, key, body, { size }, writeOnce);
  const abortSignal = AbortSignal.timeout(REASON_MS);
  return await place.clients.uploads.send(command, { abortSignal }).catch((error: unknown) => error);
};

/** One PutObject of exactly `size` bytes, streamed. If the source is at fault, the store has not got the last of them. */
export const upload = async (
  place: S3Place,
  key: string,
  source: Readable,
  options: PutOptions,
  writeOnce: WriteOnce,
): Promise<void> => {
  const body = createExactBody(options.size);
  const stop = new AbortController();
  const abortSignal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
  let fault: unknown;
  pipeline(source, body, { signal: abortSignal }).catch((error) => {
    fault = error;
    stop.abort(); // the SDK only pipes: it would wait for ever for the rest of a source that failed
  });
  try {
    await place.clients.uploads.send(putCommand(place, key, body, options, writeOnce), { abortSignal });
    if (!body.readableEnded) throw new Error('the store accepted a blob before it had got it');
  } catch (error) {
    const blame = fault;
    stop.abort(); // frees the connection of a store that answered before it had everything
    if (blame) throw blame;
    const answer = isHungUp(error) ? await askWhy(place, key, options, writeOnce) : error;
    throw refusal(answerOf(answer).status > 0 ? answer : error, options);
  }
};
