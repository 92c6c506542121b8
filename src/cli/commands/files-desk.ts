import { SafeError } from '../../core/errors.js';
import { kindOf } from '../../core/kinds.js';
import type { Call } from '../command.js';
import { EXIT, type ExitCode, exitCodeOf } from '../exit-codes.js';
import { isDay } from '../format.js';
import { type PaperFile, readPaperFile } from '../paper-file.js';
import { createProgress } from '../progress.js';
import { shown } from '../screen.js';
import { makeThumbnail } from '../thumbnail.js';
import { usage } from '../usage.js';
import { type Fate, tellFate } from './add-view.js';

/** Refuses options that describe a paper wrongly, or one for many files. */
export const checkDescription = ({ options }: Call, files: readonly string[], forOne: boolean): void => {
  if (options.expires !== undefined && !isDay(options.expires)) throw usage('bad_date');
  if (options.kind !== undefined && !kindOf(options.kind)) throw usage('bad_kind', { kind: options.kind });
  if (files.length > 1 && forOne) throw usage('title_for_many');
};

export const readFile = ({ options }: Call, path: string): Promise<PaperFile> =>
  readPaperFile(path, { keepMetadata: options['keep-metadata'] === true });

/** What the options and the file say of a paper. */
export const describeFile = ({ options }: Call, file: PaperFile) => ({
  title: options.title ?? file.title,
  kind: options.kind ?? 'other',
  fileName: file.fileName,
  mediaType: file.mediaType,
  digest: file.digest,
  expires: options.expires ?? null,
  note: options.note ?? null,
  pages: file.pages ?? null,
  notices: [...file.notes],
});

/** The bytes of a file and its small picture, as they are sent. */
export const contentsOf = async ({ length, open, whole, mediaType }: PaperFile) => ({
  length,
  open,
  thumbnail: whole && (await makeThumbnail(whole, mediaType)),
});

export const withProgress = async <T>(
  call: Call,
  title: string,
  send: (update: ReturnType<typeof createProgress>['update']) => Promise<T>,
): Promise<T> => {
  const progress = createProgress(call.screen, call.format, shown(title));
  try {
    return await send(progress.update);
  } finally {
    progress.end();
  }
};

/** What concerns the one file; anything else would befall the next one too. */
const concernsFile = (error: unknown): error is SafeError =>
  error instanceof SafeError && [EXIT.file, EXIT.notFound].some((code) => code === exitCodeOf(error.code));

/** Refuses hopeless files before a code is asked for, so that nothing is sent for nothing. */
const lookFirst = async (call: Call, files: readonly string[]): Promise<Map<string, SafeError>> => {
  const refused = new Map<string, SafeError>();
  for (const path of files) {
    try {
      await readFile(call, path);
    } catch (error) {
      if (!concernsFile(error)) throw error;
      refused.set(path, error);
    }
  }
  return refused;
};

/** Sends files one after the other. `prepare` is called if there is one to send. When the server fails, the rest is not tried. */
export const sendFiles = async (
  call: Call,
  files: readonly string[],
  prepare: () => Promise<(path: string) => Promise<Fate>>,
): Promise<Fate[]> => {
  const refused = await lookFirst(call, files);
  const fates: Fate[] = [];
  const tell = (fate: Fate) => {
    fates.push(fate);
    tellFate(call, fate);
  };
  const wanted = files.filter((path) => !refused.has(path));
  for (const [path, error] of refused) tell({ path, state: 'refused', error });
  if (wanted.length === 0) return fates;
  const send = await prepare();
  for (const path of wanted) {
    const fate = await send(path).catch((error: unknown): Fate => {
      if (error instanceof SafeError) return { path, state: 'refused', error };
      throw error;
    });
    tell(fate);
    if (fate.state === 'refused' && !concernsFile(fate.error)) break;
  }
  return fates;
};

export const exitOf = (fates: readonly Fate[], asked: number): ExitCode => {
  const first = fates.find((fate) => fate.state === 'refused');
  if (first?.state !== 'refused') return EXIT.ok;
  const good = fates.filter(({ state }) => state !== 'refused').length;
  return good > 0 && asked > 1 ? EXIT.partly : exitCodeOf(first.error.code);
};

export const fateJson = (fate: Fate) => {
  const { path: file, state } = fate;
  if (fate.state === 'refused') {
    const { code, message, details } = fate.error;
    return { file, state, error: { code, message, details } };
  }
  const { title } = fate;
  if (fate.state === 'there') return { file, state, title };
  const version = fate.state === 'kept' ? { version: fate.version } : {};
  return { file, state, title, id: fate.id, ...version, removed: fate.file.removed };
};
