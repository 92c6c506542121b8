import { isSafeError, SafeError } from '../core/errors.js';
import type { Config } from './config.js';
import { databaseFault } from './database/faults.js';

/** What a step of the start met: the system's, PostgreSQL's or the store's own code, and its words. */
interface Fault {
  readonly code: string;
  readonly message: string;
}

const SYSTEM: Readonly<Record<string, string>> = {
  EACCES: 'this account may not go there or write there',
  EPERM: 'this account may not do that there',
  EROFS: 'it lies on a disk that can only be read',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the room this account has on the disk is used up',
  ENOTDIR: 'a part of its path is a file',
  ENOENT: 'a part of its path is missing',
  EEXIST: 'a file lies where a folder should be',
  EIO: 'the disk reports errors',
  ECONNREFUSED: 'nothing answers there',
  ENOTFOUND: 'there is no such host',
  ETIMEDOUT: 'it does not answer in time',
  ECONNRESET: 'it broke off the connection',
};

const rootCause = (error: unknown): unknown =>
  isSafeError(error) && error.code !== 'cannot_start' && error.cause !== undefined ? error.cause : error;

/** Null for an error that only a fault in the program explains: that one keeps its stack. */
const faultOf = (error: unknown): Fault | null => {
  const cause = rootCause(error);
  if (!(cause instanceof Error)) return null;
  const { code, name } = cause as { code?: unknown; name: string };
  const { message } = cause;
  if (typeof code === 'string' && !code.startsWith('ERR_')) return { code, message };
  if (databaseFault(cause) !== null || '$metadata' in cause || isSafeError(cause))
    return { code: name, message };
  return null;
};

const ended = (text: string): string => text.replace(/\.?$/, '.');
const reasonOf = ({ code, message }: Fault): string =>
  SYSTEM[code] === undefined
    ? ended(message || code)
    : `${SYSTEM[code]} (${message === '' ? code : message}).`;

/** Runs a step of the start; what stands in its way comes out as `cannot_start` with a sentence for the operator. */
const step =
  (sentence: (fault: Fault) => string) =>
  async <T>(work: () => T | Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      const fault = isSafeError(error, 'cannot_start') ? null : faultOf(error);
      if (fault === null) throw error;
      throw new SafeError('cannot_start', { message: sentence(fault), cause: error });
    }
  };

const refusedPort = ({ host, port }: Config, fault: Fault): string => {
  if (fault.code === 'EADDRINUSE')
    return `Port ${port} on ${host} is in use by another program. Stop that program, or set PORT to a free port.`;
  if (fault.code === 'EACCES')
    return `This account may not listen on port ${port}. Set PORT to a number above 1023.`;
  return `HOST ${host} is not an address of this machine (${fault.code}).`;
};

const databaseTrouble = (fault: Fault): string =>
  `The database that DATABASE_URL names can't be used: ${reasonOf(fault)}`;

const bucketTrouble = (fault: Fault): string =>
  `The store at S3_ENDPOINT can't be used: ${reasonOf(fault)} Its bucket and keys are in S3_BUCKET, S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY.`;

/** The steps of a start as this configuration takes them, each with the words for what may stand in its way. */
export const startSteps = (config: Config) => {
  const folder = (fault: Fault): string =>
    `The data folder ${config.dataDir} can't be used: ${reasonOf(fault)} Set DATA_DIR to another one, or correct this one.`;
  return {
    database: step(config.databaseUrl === null ? folder : databaseTrouble),
    key: step(folder),
    store: step(config.s3 === null ? folder : bucketTrouble),
    listen: step((fault) => refusedPort(config, fault)),
  };
};
