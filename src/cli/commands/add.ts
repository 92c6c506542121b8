import { addPaper } from '../../client/add.js';
import type { Paper } from '../../client/paper.js';
import { listPapers } from '../../client/papers.js';
import type { Session } from '../../client/session.js';
import { kindOf } from '../../core/kinds.js';
import { choosePaper, inOrder } from '../choose.js';
import type { Call, Command, Outcome } from '../command.js';
import type { PaperFile } from '../paper-file.js';
import type { Fate } from './add-view.js';
import {
  checkDescription,
  contentsOf,
  describeFile,
  exitOf,
  fateJson,
  readFile,
  sendFiles,
  withProgress,
} from './files-desk.js';

/** A new version of a paper keeps what isn't said anew. */
const metadataFor = (call: Call, file: PaperFile, before: Paper | undefined) => {
  const said = describeFile(call, file);
  if (!before) return said;
  const { options } = call;
  const { title, kind, expires, note, since } = before.metadata;
  return {
    ...said,
    title: options.title ?? title,
    kind: options.kind ?? kind,
    expires: options.expires ?? expires,
    note: options.note ?? note,
    since,
  };
};

const send = (call: Call, session: Session, file: PaperFile, before: Paper | undefined) => {
  const metadata = metadataFor(call, file, before);
  return withProgress(call, metadata.title, async (update) =>
    addPaper(
      session,
      {
        metadata,
        category: kindOf(metadata.kind)?.category ?? 'personal',
        ...(await contentsOf(file)),
        replaces: before?.doc,
      },
      update,
    ),
  );
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

const prepare = async (call: Call): Promise<(path: string) => Promise<Fate>> => {
  const session = await call.unlock();
  const papers = inOrder((await listPapers(session)).papers);
  const { replace } = call.options;
  const before = replace === undefined ? undefined : choosePaper(papers, replace);
  const kept: Kept = { papers, before, sent: new Map() };
  return (path) => addOne(call, session, path, kept);
};

export const add: Command = {
  options: ['title', 'kind', 'expires', 'note', 'keep-metadata', 'replace', 'again'],
  takes: [1, 500],
  run: async (call): Promise<Outcome> => {
    const { rest, options } = call;
    checkDescription(call, rest, options.title !== undefined || options.replace !== undefined);
    const fates = await sendFiles(call, rest, () => prepare(call));
    const [only] = fates;
    // one file: its refusal is the command's
    if (rest.length === 1 && only?.state === 'refused' && call.screen.json) throw only.error;
    return { exit: exitOf(fates, rest.length), json: { files: fates.map(fateJson) } };
  },
};
