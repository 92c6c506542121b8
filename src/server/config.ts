import { isIP } from 'node:net';
import { TRAINING_DIRECTORY } from '../core/training.js';
import { readSettings, type Settings, settingsFault } from './settings.js';

const MEGABYTE = 1_000_000;

export interface S3Config {
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly forcePathStyle: boolean;
  /** Put before every key; nothing unless said. */
  readonly prefix?: string;
}

/** What the program runs with; sizes in bytes, times in milliseconds. */
export interface Config {
  readonly host: string;
  readonly port: number;
  /** Empty: the default folder, chosen when the program starts. */
  readonly dataDir: string;
  /** Null: the embedded PostgreSQL. */
  readonly databaseUrl: string | null;
  readonly databaseConnections: number;
  /** Bytes of the data folder's disk that papers leave free. */
  readonly diskReserve: number;
  /** Null: files in the data folder. */
  readonly s3: S3Config | null;
  /** Null: the key file in the data folder. */
  readonly serverKey: Uint8Array | null;
  /** The association's public key; null: the file in the data folder, if there is one. */
  readonly directoryKey: Uint8Array | null;
  readonly quota: { readonly plain: number; readonly vouched: number };
  readonly maxPaperBytes: number;
  readonly binDays: number;
  readonly tokenMs: number;
  readonly rateLimits: {
    readonly open: number;
    readonly login: number;
    readonly account: number;
    readonly transfers: number;
  };
  readonly trustProxy: readonly string[];
  readonly metricsToken: string | null;
  /** Whether relays may train here, with invented people. */
  readonly training: boolean;
  readonly logLevel: Settings['LOG_LEVEL'];
}

const s3Of = (env: Settings, faults: string[]): S3Config | null => {
  if (env.S3_ENDPOINT === '') return null;
  if (!URL.canParse(env.S3_ENDPOINT))
    faults.push('S3_ENDPOINT must be an address such as https://s3.example.org');
  for (const name of ['S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'] as const) {
    if (env[name] === '') faults.push(`${name} is missing: S3_ENDPOINT needs it`);
  }
  return {
    endpoint: env.S3_ENDPOINT,
    region: env.S3_REGION,
    bucket: env.S3_BUCKET,
    accessKeyId: env.S3_ACCESS_KEY_ID,
    secretAccessKey: env.S3_SECRET_ACCESS_KEY,
    forcePathStyle: env.S3_FORCE_PATH_STYLE,
  };
};

/** Either alphabet of RFC 4648, padded or not; a mistyped sign is a fault, where Buffer would leave it out. */
const BASE64_OF_32_BYTES = /^[A-Za-z0-9+/_-]{43}=?$/;

const keyOf = (name: string, text: string, faults: string[]): Uint8Array | null => {
  if (text === '') return null;
  if (!BASE64_OF_32_BYTES.test(text)) faults.push(`${name} must be 32 bytes in base64url`);
  return Buffer.from(text, 'base64url');
};

const isNetwork = (text: string): boolean => {
  const [address = '', prefix, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  if (prefix === undefined) return true;
  const bits = /^\d{1,3}$/.test(prefix) ? Number(prefix) : Number.NaN;
  return bits <= (family === 4 ? 32 : 128) || (family === 4 && isIP(prefix) === 4);
};

const proxiesOf = (text: string, faults: string[]): readonly string[] => {
  const proxies = text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  for (const one of proxies) {
    if (!isNetwork(one)) faults.push(`TRUST_PROXY: ${one} is not an address or a network`);
  }
  return proxies;
};

const directoryOf = (text: string, faults: string[]): Uint8Array | null => {
  if (text === TRAINING_DIRECTORY) faults.push('DIRECTORY_KEY is the key of training, which anybody has');
  return keyOf('DIRECTORY_KEY', text, faults);
};

const isPostgresUrl = (text: string): boolean => /^postgres(ql)?:\/\//.test(text) && URL.canParse(text);

/** Reads the environment once; throws one `cannot_start` that names every fault. Values of secrets are never in it. */
export const readConfig = (env: NodeJS.ProcessEnv): Config => {
  const faults: string[] = [];
  const settings = readSettings(env, faults);
  if (settings.DATABASE_URL !== '' && !isPostgresUrl(settings.DATABASE_URL)) {
    faults.push(
      'DATABASE_URL must be like postgres://user:password@host:5432/database, the password in percent-encoding',
    );
  }
  const config: Config = {
    host: settings.HOST,
    port: settings.PORT,
    dataDir: settings.DATA_DIR,
    databaseUrl: settings.DATABASE_URL || null,
    databaseConnections: settings.DATABASE_CONNECTIONS,
    diskReserve: settings.DISK_RESERVE_MB * MEGABYTE,
    s3: s3Of(settings, faults),
    serverKey: keyOf('SERVER_KEY', settings.SERVER_KEY, faults),
    directoryKey: directoryOf(settings.DIRECTORY_KEY, faults),
    quota: { plain: settings.QUOTA_MB * MEGABYTE, vouched: settings.QUOTA_VOUCHED_MB * MEGABYTE },
    maxPaperBytes: settings.MAX_PAPER_MB * MEGABYTE,
    binDays: settings.BIN_DAYS,
    tokenMs: settings.TOKEN_MINUTES * 60_000,
    rateLimits: {
      open: settings.RATE_LIMIT_OPEN,
      login: settings.RATE_LIMIT_LOGIN,
      account: settings.RATE_LIMIT_ACCOUNT,
      transfers: settings.RATE_LIMIT_TRANSFERS,
    },
    trustProxy: proxiesOf(settings.TRUST_PROXY, faults),
    metricsToken: settings.METRICS_TOKEN || null,
    training: settings.TRAINING,
    logLevel: settings.LOG_LEVEL,
  };
  if (faults.length > 0) throw settingsFault(faults.join('; '));
  return Object.freeze(config);
};
