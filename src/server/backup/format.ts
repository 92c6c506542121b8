import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { SafeError } from '../../core/errors.js';

/*
 * A backup is a folder:
 *
 *   backup.json                      written last: without it the folder is no backup
 *   database/<table>.jsonl.gz        one row a line, as PostgreSQL's row_to_json writes it; bytes as `\x` hexadecimal
 *   blobs/ab/cd/abcd…                the containers that versions and deposits refer to, as stored
 *   server.key                       32 bytes in base64url
 */

export const MANIFEST = 'backup.json';
export const KEY_FILE = 'server.key';
export const VERSIONS = 'versions';
export const DEPOSITS = 'deposits';

const FORMAT = 'pochette-backup/1';
const Sha256 = Type.String({ pattern: '^[0-9a-f]{64}$' });
const Name = Type.String({ pattern: '^[a-z_][a-z0-9_]*$' });

const BackupSchema = Type.Object({
  format: Type.Literal(FORMAT),
  /** The Pochette that made it. */
  version: Type.String(),
  /** Milliseconds since 1970, when the snapshot was taken. */
  at: Type.Integer({ minimum: 0 }),
  /** The migrations that the database had, in order: a restore begins with exactly these. */
  migrations: Type.Array(Type.Object({ name: Type.String(), sha256: Sha256 }), { minItems: 1 }),
  /** Tables in the order in which they can be filled. */
  tables: Type.Array(Type.Object({ name: Name, rows: Type.Integer({ minimum: 0 }), sha256: Sha256 })),
  /** Null: blobs were left out, they must be in the store already. */
  blobs: Type.Union([
    Type.Null(),
    Type.Object({ count: Type.Integer({ minimum: 0 }), bytes: Type.Integer({ minimum: 0 }) }),
  ]),
  /** Tells a server key; hexadecimal. */
  keyCheck: Sha256,
});

/** What `backup.json` says. */
export type Backup = Static<typeof BackupSchema>;

export const tableFile = (folder: string, table: string): string =>
  join(folder, 'database', `${table}.jsonl.gz`);

export const blobFile = (folder: string, key: string): string =>
  join(folder, 'blobs', key.slice(0, 2), key.slice(2, 4), key);

export const backupText = (backup: Omit<Backup, 'format'>): string =>
  `${JSON.stringify({ format: FORMAT, ...backup }, null, 2)}\n`;

const noBackup = (folder: string, why: string): SafeError =>
  new SafeError('cannot_start', { message: `${folder} is not a whole backup: ${why}.` });

/** Reads `backup.json`; throws `cannot_start` if the folder holds no backup, or one of another format. */
export const readBackup = (folder: string): Backup => {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(join(folder, MANIFEST), 'utf8'));
  } catch (error) {
    const isMissing = (error as { code?: string }).code === 'ENOENT';
    throw noBackup(folder, isMissing ? `there is no ${MANIFEST} in it` : `its ${MANIFEST} can't be read`);
  }
  if (Value.Check(BackupSchema, value)) return value;
  throw noBackup(folder, `its ${MANIFEST} is damaged, or of another version`);
};
