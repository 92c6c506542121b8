import { envSchema } from 'env-schema';
import { type Static, Type } from 'typebox';
import { SafeError } from '../core/errors.js';

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
  DIRECTORY_KEY: Type.String({
    default: '',
    description:
      'Public key of the association that certifies relays, 32 bytes in base64url. Empty: the file `directory.pub` in ' +
      'DATA_DIR, which may be put there while the server runs; without either no relay is certified.',
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
  RATE_LIMIT_TRANSFERS: Type.Integer({
    default: 4,
    minimum: 1,
    description: 'Papers that an account sends and reads at the same time, per process.',
  }),
  TRUST_PROXY: Type.String({
    default: '',
    description: 'Addresses of proxies whose X-Forwarded-For is believed, by comma.',
  }),
  METRICS_TOKEN: Type.String({
    default: '',
    description: 'Bearer token for /metrics. Empty: there are no metrics.',
  }),
  TRAINING: Type.Boolean({
    default: true,
    description:
      'Whether relays may train at the desk with invented people and specimen papers, in a schema and a folder of their ' +
      'own, which are swept after a day.',
  }),
  LOG_LEVEL: Type.Union(
    ['debug', 'info', 'warn', 'error', 'silent'].map((level) => Type.Literal(level)),
    {
      default: 'info',
      description: 'How much is logged: debug, info, warn, error, silent.',
    },
  ),
});
export type Settings = Static<typeof SETTINGS>;

/** Settings that are secrets: each may instead be kept in a file that `<NAME>_FILE` names. */
export const SECRET_SETTINGS = [
  'DATABASE_URL',
  'S3_ACCESS_KEY_ID',
  'S3_SECRET_ACCESS_KEY',
  'SERVER_KEY',
  'METRICS_TOKEN',
] as const satisfies readonly (keyof Settings)[];

export const settingsFault = (faults: string): SafeError =>
  new SafeError('cannot_start', { message: `The settings have faults: ${faults}.` });

interface SchemaFault {
  /** As in `/PORT`. */
  readonly instancePath: string;
  readonly message?: string;
}

/** The rule that a setting breaks, in words; never its value. */
const ruleOf = (name: string, { message = 'is not as described' }: SchemaFault): string => {
  const schema = SETTINGS.properties[name as keyof Settings];
  const choices = 'anyOf' in schema ? (schema.anyOf as readonly { const: string }[]) : [];
  return choices.length > 0 ? `must be ${choices.map((one) => one.const).join(', ')}` : message;
};

/** Settings that are empty are not made. What is at fault is named and taken for not made, so that the rest is read too. */
export const readSettings = (
  env: NodeJS.ProcessEnv,
  faults: string[],
  without: readonly string[] = [],
): Settings => {
  const names = Object.keys(SETTINGS.properties).filter((name) => !without.includes(name));
  const data = Object.fromEntries(names.map((name) => [name, env[name] ?? '']).filter(([, value]) => value));
  try {
    return envSchema<Settings>({ schema: SETTINGS, data, dotenv: false, env: false });
  } catch (error) {
    const { errors } = error as { errors?: readonly SchemaFault[] };
    // Of several rules about one setting the last says most.
    const broken = new Map(errors?.map((one) => [one.instancePath.slice(1), one]));
    if (broken.size === 0 || without.length > 0) throw error;
    for (const [name, fault] of broken) faults.push(`${name} ${ruleOf(name, fault)}`);
    return readSettings(env, faults, [...broken.keys()]);
  }
};
