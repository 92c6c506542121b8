import { createHash } from 'node:crypto';
import { S3Client } from '@aws-sdk/client-s3';

export interface S3Timeouts {
  /** Until the store takes a connection. */
  readonly connectMs: number;
  /** Until the store begins to answer a request without body. */
  readonly answerMs: number;
  /** Silence on a connection in use: generous, for a phone on a weak network paces its own upload and download. */
  readonly idleMs: number;
}

export interface S3StoreOptions {
  /** `http://` or `https://` address of the store. */
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Bucket in the path rather than in the host name; most stores that are not AWS want it. */
  readonly forcePathStyle: boolean;
  /** Put before every key, for a bucket shared with others; empty by default. */
  readonly prefix?: string;
  readonly timeouts?: Partial<S3Timeouts>;
  /** Keys per page of a listing, 1000 (the most S3 gives) by default. */
  readonly pageSize?: number;
}

const TIMEOUTS: S3Timeouts = { connectMs: 5_000, answerMs: 30_000, idleMs: 300_000 };
const SOCKETS = 50;

const silent = () => undefined;
/** The SDK writes to the console otherwise; what went wrong leaves as an error. */
const logger = { trace: silent, debug: silent, info: silent, warn: silent, error: silent };

const createClient = (options: S3StoreOptions, maxAttempts: number, answerMs: number): S3Client => {
  const { connectMs, idleMs } = { ...TIMEOUTS, ...options.timeouts };
  const { endpoint, region, forcePathStyle, accessKeyId, secretAccessKey } = options;
  return new S3Client({
    endpoint,
    region,
    forcePathStyle,
    credentials: { accessKeyId, secretAccessKey },
    maxAttempts,
    // the checksum trailers of newer SDKs are refused or ignored by stores that are not AWS
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    logger,
    requestHandler: {
      connectionTimeout: connectMs,
      requestTimeout: answerMs,
      throwOnRequestTimeout: true,
      socketTimeout: idleMs,
      httpAgent: { keepAlive: true, maxSockets: SOCKETS },
      httpsAgent: { keepAlive: true, maxSockets: SOCKETS },
    },
  });
};

/**
 * Three pools of connections: slow readers that hold all of theirs must not keep papers from being stored, nor health
 * checks and erasure from being done. Uploads are tried once, for a stream can't be sent twice.
 */
export const createClients = (options: S3StoreOptions) => {
  const { answerMs } = { ...TIMEOUTS, ...options.timeouts };
  const uploads = createClient(options, 1, 0);
  const downloads = createClient(options, 3, answerMs);
  const calls = createClient(options, 3, answerMs);
  return {
    uploads,
    downloads,
    calls,
    destroy: (): void => [uploads, downloads, calls].forEach((client) => client.destroy()),
  };
};

/** Where blobs lie in a store, and the ways to it. */
export interface S3Place {
  readonly clients: ReturnType<typeof createClients>;
  readonly bucket: string;
  readonly prefix: string;
  readonly pageSize: number;
}

interface HttpRequest {
  readonly headers: Record<string, string>;
  readonly body?: unknown;
}

const isHttpRequest = (request: unknown): request is HttpRequest =>
  typeof request === 'object' && request !== null && 'headers' in request;

/** When middleware changes a command's headers: after the SDK's own and before they are signed. */
export const BEFORE_SIGNING = { step: 'build', priority: 'low' } as const;

/** Signs the SHA-256 of the body as payload hash: the one check that every real store makes by itself. */
export const setPayloadHash = (request: unknown, sha256: Uint8Array): void => {
  if (isHttpRequest(request)) request.headers['x-amz-content-sha256'] = Buffer.from(sha256).toString('hex');
};

/** Content-MD5 in place of the SDK's CRC: some stores demand it, the others take it (RFC 1864). */
export const setContentMd5 = (request: unknown): void => {
  if (!isHttpRequest(request)) return;
  const { headers, body } = request;
  for (const name of Object.keys(headers)) {
    if (/^x-amz-(sdk-)?checksum-/.test(name)) delete headers[name];
  }
  headers['content-md5'] = createHash('md5')
    .update(body instanceof Uint8Array ? body : String(body))
    .digest('base64');
};
