import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SafeError } from '../../core/errors.js';

export interface MigrationFile {
  /** As in `0001_accounts`: the file's name without `.sql`. */
  readonly name: string;
  readonly sql: string;
  /** Hexadecimal SHA-256 of the text; line ends count as LF, whatever a checkout made of them. */
  readonly sha256: string;
}

const FILE = /^\d{4}_[a-z0-9_-]+\.sql$/;

/** Each file runs in a transaction that also records it: it may not end that transaction itself. */
const ENDS_TRANSACTION = /^\s*(begin|start\s+transaction|commit|rollback)\s*(transaction|work)?\s*;/im;

export const migrationFault = (message: string, cause?: unknown): SafeError =>
  new SafeError('cannot_start', { message, cause });

const readOne = async (folder: string, file: string): Promise<MigrationFile> => {
  const sql = (await readFile(join(folder, file), 'utf8')).replaceAll('\r\n', '\n');
  return { name: file.slice(0, -4), sql, sha256: createHash('sha256').update(sql).digest('hex') };
};

const assertWellNamed = (files: readonly string[]): void => {
  const strange = files.find((file) => !FILE.test(file));
  if (strange !== undefined)
    throw migrationFault(`The migration ${strange} is not named like 0001_name.sql.`);
  const twice = files.find((file, index) => files[index - 1]?.slice(0, 4) === file.slice(0, 4));
  if (twice !== undefined) throw migrationFault(`Two migrations have the number ${twice.slice(0, 4)}.`);
};

const listFolder = async (folder: string): Promise<string[]> => {
  try {
    return await readdir(folder);
  } catch (error) {
    throw migrationFault(`The migrations can not be read from ${folder}.`, error);
  }
};

/** Every `NNNN_name.sql` of a folder, in order. Throws `cannot_start` if one is misnamed or ends its own transaction. */
export const readMigrations = async (folder: string): Promise<readonly MigrationFile[]> => {
  const files = (await listFolder(folder)).filter((file) => file.endsWith('.sql')).toSorted();
  assertWellNamed(files);
  const migrations = await Promise.all(files.map((file) => readOne(folder, file)));
  for (const { name, sql } of migrations) {
    if (ENDS_TRANSACTION.test(withoutBodies(sql)))
      throw migrationFault(`The migration ${name} ends its own transaction.`);
  }
  return migrations;
};

/** Function bodies have a begin and an end of their own. */
const withoutBodies = (sql: string): string => sql.replace(/\$(\w*)\$[\s\S]*?\$\1\$/g, "''");
