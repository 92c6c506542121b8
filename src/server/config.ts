import { isIP } from 'node:net';
import { envSchema } from 'env-schema';
import { type Static, Type } from 'typebox';
import { SafeError } from '../core/errors.js';

const MEGABYTE = 1_000_000;

/** Every setting, its default and why one would change it; docs/config.md is made from this. */
export const SETTINGS = Type.Object({
  HOST: Type.String({ default: '127.0.0.1', description: 'Address to listen on.' }),
  PORT: Type.Integer({
    default: 3000,
    minimum: 0,
    maximum: 65535,
    description: 'Port to listen on; 0 takes a free one.',
  }),
  DATA_DIR: Type.String({
    default: '',
    description: 'Folder of the embedded database, the blobs and the server key. Empty: `./data`.',
  }),
  DATABASE_URL: Type.String({
    default: '',
    description:
      'PostgreSQL 15 or later. Empty: the embedded PostgreSQL in DATA_DIR. The role must own the database.',
  }),
  DATABASE_CONNECTIONS: Type.Integer({
    default: 16,
    minimum: 2,
    maximum: 200,
    description: 'Connections per process.',
  }),
  S3_ENDPOINT: Type.String({
    default: '',
    description: 'Address of an S3-compatible store. Empty: blobs are files in DATA_DIR.',
  }),
  S3_REGION: Type.String({ default: 'us-east-1', description: 'Region of the bucket (Garage: `garage`).' }),
  S3_BUCKET: Type.String({ default: '', description: 'Bucket for ciphertext.' }),
  S3_ACCESS_KEY_ID: Type.String({ default: '', description: 'Access key.' }),
  S3_SECRET_ACCESS_KEY: Type.String({ default: '', description: 'Secret key.' }),
  S3_FORCE_PATH_STYLE: Type.Boolean({
    default: true,
    description: 'Bucket in the path rather than in the host name.',
  }),
  DISK_RESERVE_MB: Type.Integer({
    default: 256,
    minimum: 0,
    maximum: 1_000_000,
    description:
      'Room left free on the disk of DATA_DIR: a paper that would take it is refused, so that the database can go on ' +
      'and papers be read and removed.',
  }),
  SERVER_KEY: Type.String({
    default: '',
    description:
      '32 bytes in base64url, the same for all processes: signs session tokens and protects the shares that complete ' +
      'a code. Without it nobody can unlock: back it up. Empty: made once in DATA_DIR/server.key.',
  }),
  QUOTA_MB: Type.Integer({
    default: 50,
    minimum: 1,
    maximum: 1_000_000,
    description: 'Room of a safe for which no relay vouches.',
  }),
  QUOTA_VOUCHED_MB: Type.Integer({
    default: 600,
    minimum: 1,
    maximum: 1_000_000,
    description: 'Room of a safe for which a relay vouches.',
  }),
  MAX_PAPER_MB: Type.Integer({
    default: 250,
    minimum: 1,
    maximum: 5000,
    description: 'Largest single paper.',
  }),
  BIN_DAYS: Type.Integer({
    default: 30,
    minimum: 1,
    maximum: 365,
    description: 'Days a paper stays in the bin.',
  }),
  TOKEN_MINUTES: Type.Integer({
    default: 15,
    minimum: 1,
    maximum: 120,
    description: 'How long a session token lasts.',
  }),
  RATE_LIMIT_OPEN: Type.Integer({
    default: 60,
    minimum: 1,
    description: 'Safes opened per address and hour (a relay opens several).',
  }),
  RATE_LIMIT_LOGIN: Type.Integer({
    default: 120,
    minimum: 1,
    description: 'Logins tried per address and minute.',
  }),
  RATE_LIMIT_ACCOUNT: Type.Integer({
    default: 6000,
    minimum: 100,
    description: 'Requests per account and minute.',
  }),
  TRUST_PROXY: Type.String({
    default: '',
    description: 'Addresses of proxies whose X-Forwarded-For is believed, by comma.',
  }),
  METRICS_TOKEN: Type.String({
    default: '',
    description: 'Bearer token for /metrics. Empty: only from the machine itself.',
  }),
  LOG_LEVEL: Type.Union(
    ['debug', 'info', 'warn', 'error', 'silent'].map((level) => Type.Literal(level)),
    {
      default: 'info',
      description: 'How much is logged: debug, info, warn, error, silent.',
    },
  ),
});
type Settings = Static<typeof SETTINGS>;

/** Settings that are secrets: each may instead be kept in a file that `<NAME>_FILE` names. */
export const SECRET_SETTINGS = [
  'DATABASE_URL',
  'S3_ACCESS_KEY_ID',
  'S3_SECRET_ACCESS_KEY',
  'SERVER_KEY',
  'METRICS_TOKEN',
] as const satisfies readonly (keyof Settings)[];

export interface S3Config {
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly forcePathStyle: boolean;
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
  readonly quota: { readonly plain: number; readonly vouched: number };
  readonly maxPaperBytes: number;
  readonly binDays: number;
  readonly tokenMs: number;
  readonly rateLimits: { readonly open: number; readonly login: number; readonly account: number };
  readonly trustProxy: readonly string[];
  readonly metricsToken: string | null;
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

const serverKeyOf = (text: string, faults: string[]): Uint8Array | null => {
  if (text === '') return null;
  const key = Buffer.from(text, 'base64url');
  if (key.length !== 32) faults.push('SERVER_KEY must be 32 bytes in base64url');
  return key;
};

const proxiesOf = (text: string, faults: string[]): readonly string[] => {
  const proxies = text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  for (const one of proxies) {
    if (isIP(one.split('/')[0] ?? '') === 0)
      faults.push(`TRUST_PROXY: ${one} is not an address or a network`);
  }
  return proxies;
};

export const settingsFault = (faults: string): SafeError =>
  new SafeError('cannot_start', { message: `The settings have faults: ${faults}.` });

const isPostgresUrl = (text: string): boolean => /^postgres(ql)?:\/\//.test(text) && URL.canParse(text);

const parse = (env: NodeJS.ProcessEnv): Settings => {
  const known = Object.fromEntries(
    Object.keys(SETTINGS.properties).flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])),
  );
  try {
    return envSchema<Settings>({ schema: SETTINGS, data: known, dotenv: false, env: false });
  } catch (error) {
    throw settingsFault(error instanceof Error ? error.message : '');
  }
};

/** Reads the environment once; throws one `cannot_start` that names every fault. Values of secrets are never in it. */
export const readConfig = (env: NodeJS.ProcessEnv): Config => {
  const settings = parse(env);
  const faults: string[] = [];
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
    serverKey: serverKeyOf(settings.SERVER_KEY, faults),
    quota: { plain: settings.QUOTA_MB * MEGABYTE, vouched: settings.QUOTA_VOUCHED_MB * MEGABYTE },
    maxPaperBytes: settings.MAX_PAPER_MB * MEGABYTE,
    binDays: settings.BIN_DAYS,
    tokenMs: settings.TOKEN_MINUTES * 60_000,
    rateLimits: {
      open: settings.RATE_LIMIT_OPEN,
      login: settings.RATE_LIMIT_LOGIN,
      account: settings.RATE_LIMIT_ACCOUNT,
    },
    trustProxy: proxiesOf(settings.TRUST_PROXY, faults),
    metricsToken: settings.METRICS_TOKEN || null,
    logLevel: settings.LOG_LEVEL,
  };
  if (faults.length > 0) throw settingsFault(faults.join('; '));
  return Object.freeze(config);
};
