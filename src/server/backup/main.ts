import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import closeWithGrace from 'close-with-grace';
import { pino } from 'pino';
import { SafeError } from '../../core/errors.js';
import { undoing } from '../adapters.js';
import { chooseConfig, MIGRATIONS, readVersion } from '../environment.js';
import { type BackupOutcome, makeBackup } from './backup.js';
import { MANIFEST } from './format.js';
import { type RestoreOutcome, restoreBackup } from './restore.js';
import { backupsOn } from './shelf.js';

const BACKUP_USAGE = `Usage: npm run backup -- FOLDER [--keep N] [--without-blobs] [--without-key]

Copies database, papers and server key into a new folder below FOLDER, while the server may go on.
  --keep N         afterwards leave only the newest N backups in FOLDER
  --without-blobs  leave the papers out: for a bucket that is copied by other means
  --without-key    leave the server key out: keep it somewhere else, for without it nobody can unlock a safe`;

const RESTORE_USAGE = `Usage: npm run restore -- BACKUP

Puts a backup into an empty DATA_DIR, or into the empty database and bucket that are set up. Stop the server before.`;

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const log = pino({ level: 'silent' });

const badUsage = (why: string, usage: string): SafeError =>
  new SafeError('cannot_start', { message: `${why}\n\n${usage}` });

const parse = <T>(usage: string, read: () => T): T => {
  try {
    return read();
  } catch (error) {
    throw badUsage((error as Error).message, usage);
  }
};

const backupArguments = (args: readonly string[]) => {
  const options = {
    keep: { type: 'string' },
    'without-blobs': { type: 'boolean', default: false },
    'without-key': { type: 'boolean', default: false },
  } as const;
  const { values, positionals } = parse(BACKUP_USAGE, () =>
    parseArgs({ args: [...args], options, allowPositionals: true }),
  );
  const [folder, ...more] = positionals;
  if (folder === undefined || more.length > 0)
    throw badUsage('Name one folder for the backups.', BACKUP_USAGE);
  if (values.keep !== undefined && !/^[1-9]\d{0,5}$/.test(values.keep))
    throw badUsage('--keep takes a number of backups, 1 or more.', BACKUP_USAGE);
  return {
    shelf: resolve(folder),
    keep: values.keep === undefined ? null : Number(values.keep),
    withBlobs: !values['without-blobs'],
    withKey: !values['without-key'],
  };
};

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1_000_000)} MB`;

const lostPapers = (lost: readonly string[], where: string): string =>
  `${lost.length} files of papers are missing or damaged in ${where}: ${lost.slice(0, 10).join(', ')}` +
  (lost.length > 10 ? ' and others.' : '.');

const tellBackup = ({ folder, rows, blobs, removed }: BackupOutcome): void => {
  say(`Backed up to ${folder}: ${rows} rows`);
  if (blobs)
    say(`and ${blobs.count} files of papers, ${megabytes(blobs.bytes)}, ${blobs.linked} of them unchanged.`);
  if (removed.length > 0) say(`Removed ${removed.length} older backups.`);
  if (blobs && blobs.lost.length > 0) say(lostPapers(blobs.lost, 'the store; the backup lacks them'));
};

const tellRestore = ({ at, rows, blobs, lost }: RestoreOutcome): void => {
  say(`Restored the state of ${new Date(at).toISOString()}: ${rows} rows and ${blobs} files of papers.`);
  if (lost.length > 0) say(lostPapers(lost, 'backup and store'));
  say('Start the server again. Devices that already saw a later state will say so, and are right.');
};

/** `npm run backup`; resolves with the exit code: 1 if papers were found missing. */
export const backupMain = async (args: readonly string[]): Promise<number> => {
  const options = backupArguments(args);
  const { config } = chooseConfig(process.env);
  const undo = undoing();
  const { uninstall } = closeWithGrace({ delay: 10_000, logger: false }, undo.run);
  const outcome = await makeBackup(config, { ...options, version: readVersion() }, log, undo).finally(
    uninstall,
  );
  tellBackup(outcome);
  return (outcome.blobs?.lost.length ?? 0) > 0 ? 1 : 0;
};

const chosenBackup = (args: readonly string[]): string => {
  const [name, ...more] = args;
  if (name === undefined || more.length > 0 || name.startsWith('-'))
    throw badUsage('Name the folder of one backup.', RESTORE_USAGE);
  const folder = resolve(name);
  if (existsSync(join(folder, MANIFEST))) return folder;
  const held = existsSync(folder) ? backupsOn(folder) : [];
  if (held.length === 0) throw badUsage(`There is no backup in ${folder}.`, RESTORE_USAGE);
  throw badUsage(`Choose one of the backups in ${folder}:\n${held.join('\n')}`, RESTORE_USAGE);
};

/** `npm run restore`; resolves with the exit code: 1 if papers were found missing. */
export const restoreMain = async (args: readonly string[]): Promise<number> => {
  const folder = chosenBackup(args);
  const { config } = chooseConfig(process.env);
  const undo = undoing();
  const { uninstall } = closeWithGrace({ delay: 10_000, logger: false }, undo.run);
  const outcome = await restoreBackup(config, { folder, migrations: MIGRATIONS }, log, undo).finally(
    uninstall,
  );
  tellRestore(outcome);
  return outcome.lost.length > 0 ? 1 : 0;
};
