import { addPaper } from '../../client/add.js';
import type { Paper } from '../../client/paper.js';
import { listPapers } from '../../client/papers.js';
import type { Session } from '../../client/session.js';
import { isSafeError, SafeError } from '../../core/errors.js';
import { kindOf } from '../../core/kinds.js';
import { choosePaper, inOrder } from '../choose.js';
import type { Call, Command, Outcome } from '../command.js';
import { EXIT, type ExitCode, exitCodeOf } from '../exit-codes.js';
import { isDay } from '../format.js';
import { type PaperFile, readPaperFile } from '../paper-file.js';
import { createProgress } from '../progress.js';
import { shown } from '../screen.js';
import { usage } from '../usage.js';
import { makeThumbnail } from '../thumbnail.js';
import { type Fate, tellFate } from './add-view.js';

const checkOptions = ({ options, rest }: Call): void => {
  if (options.expires !== undefined && !isDay(options.expires)) throw usage('bad_date');
  if (options.kind !== undefined && !kindOf(options.kind)) throw usage('bad_kind', { kind: options.kind });
  if (rest.length > 1 && (options.title !== undefined || options.replace !== undefined)) {
    throw usage('title_for_many');
  }
};

const readFile = ({ options }: Call, path: string): Promise<PaperFile> =>
  readPaperFile(path, { keepMetadata: options['keep-metadata'] === true });

/** A new version of a paper keeps what isn't said anew. */
const metadataFor = ({ options }: Call, file: PaperFile, before: Paper | undefined) => ({
  title: options.title ?? before?.metadata.title ?? file.title,
  kind: options.kind ?? before?.metadata.kind ?? 'other',
  fileName: file.fileName,
  mediaType: file.mediaType,
  digest: file.digest,
  expires: options.expires ?? before?.metadata.expires ?? null,
  note: options.note ?? before?.metadata.note ?? null,
  pages: file.pages ?? null,
  notices: [...file.notes],
  since: before?.metadata.since,
});

const send = async (call: Call, session: Session, file: PaperFile, before: Paper | undefined) => {
  const metadata = metadataFor(call, file, before);
  const progress = createProgress(call.screen, call.format, shown(metadata.title));
  try {
    return await addPaper(
      session,
      {
        metadata,
        category: kindOf(metadata.kind)?.category ?? 'personal',
        length: file.length,
        open: file.open,
        thumbnail: file.whole && (await makeThumbnail(file.whole, file.mediaType)),
        replaces: before?.doc,
      },
      progress.update,
    );
  } finally {
    progress.end();
  }
};

interface Kept {
  readonly papers: readonly Paper[];
  readonly before: Paper | undefined;
  /** Digests of this very command, so that one file named twice is one paper. */
  readonly sent: Map<string, string>;
}

const addOne = async (call: Call, session: Session, path: string, kept: Kept): Promise<Fate> => {
  const file = await readFile(call, path);
  const twin = kept.papers.find(({ metadata }) => metadata.digest === file.digest);
  const title = twin?.metadata.title ?? kept.sent.get(file.digest);
  if (title !== undefined && call.options.again !== true) return { path, state: 'there', title };
  const { doc, version } = await send(call, session, file, kept.before);
  const named = metadataFor(call, file, kept.before).title;
  kept.sent.set(file.digest, named);
  return { path, state: 'kept', id: doc, version, title: named, file };
};

/** What concerns the one file; anything else would befall the next one too. */
const concernsFile = (error: unknown): error is SafeError =>
  error instanceof SafeError && [EXIT.file, EXIT.notFound].some((code) => code === exitCodeOf(error.code));

/** Refuses hopeless files before a code is asked for, so that nothing is sent for nothing. */
const lookFirst = async (call: Call): Promise<Map<string, SafeError>> => {
  const refused = new Map<string, SafeError>();
  for (const path of call.rest) {
    try {
      await readFile(call, path);
    } catch (error) {
      if (!concernsFile(error)) throw error;
      refused.set(path, error);
    }
  }
  return refused;
};

const prepareSession = async (call: Call): Promise<{ session: Session; kept: Kept }> => {
  const session = await call.unlock();
  const papers = inOrder((await listPapers(session)).papers);
  const { replace } = call.options;
  const before = replace === undefined ? undefined : choosePaper(papers, replace);
  return { session, kept: { papers, before, sent: new Map() } };
};

const attempt = async (call: Call, session: Session, path: string, kept: Kept): Promise<Fate> => {
  try {
    return await addOne(call, session, path, kept);
  } catch (error) {
    if (isSafeError(error)) return { path, state: 'refused', error };
    throw error;
  }
};

/** Sends the files one after the other. When the server fails, the rest is not tried. */
const addAll = async (call: Call): Promise<Fate[]> => {
  const refused = await lookFirst(call);
  const fates: Fate[] = [];
  const tell = (fate: Fate) => {
    fates.push(fate);
    tellFate(call, fate);
  };
  const wanted = call.rest.filter((path) => !refused.has(path));
  for (const [path, error] of refused) tell({ path, state: 'refused', error });
  if (wanted.length === 0) return fates;
  const { session, kept } = await prepareSession(call);
  for (const path of wanted) {
    const fate = await attempt(call, session, path, kept);
    tell(fate);
    if (fate.state === 'refused' && !concernsFile(fate.error)) break;
  }
  return fates;
};

const exitOf = (fates: readonly Fate[], asked: number): ExitCode => {
  const first = fates.find((fate) => fate.state === 'refused');
  if (first?.state !== 'refused') return EXIT.ok;
  const good = fates.filter(({ state }) => state !== 'refused').length;
  return good > 0 && asked > 1 ? EXIT.partly : exitCodeOf(first.error.code);
};

const fateJson = (fate: Fate) => {
  if (fate.state !== 'refused') {
    const { path, state, title } = fate;
    const more =
      fate.state === 'kept' ? { id: fate.id, version: fate.version, removed: fate.file.removed } : {};
    return { file: path, state, title, ...more };
  }
  const { code, message, details } = fate.error;
  return { file: fate.path, state: fate.state, error: { code, message, details } };
};

export const add: Command = {
  options: ['title', 'kind', 'expires', 'note', 'keep-metadata', 'replace', 'again'],
  takes: [1, 500],
  run: async (call): Promise<Outcome> => {
    checkOptions(call);
    const fates = await addAll(call);
    const [only] = fates;
    // one file: its refusal is the command's
    if (call.rest.length === 1 && only?.state === 'refused' && call.screen.json) throw only.error;
    return { exit: exitOf(fates, call.rest.length), json: { files: fates.map(fateJson) } };
  },
};
