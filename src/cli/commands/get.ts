import { readPaper } from '../../client/read.js';
import type { Paper } from '../../client/paper.js';
import type { Session } from '../../client/session.js';
import { listVersions } from '../../client/versions.js';
import { SafeError } from '../../core/errors.js';
import { choosePaper } from '../choose.js';
import type { Call, Command, Outcome } from '../command.js';
import { createProgress } from '../progress.js';
import { checkFolder, checkFree, saveFile, shownPath, targetPath } from '../save-file.js';
import { shown } from '../screen.js';
import { usage } from '../usage.js';
import { wholeFirst } from '../whole-first.js';
import { listedPapers } from './find-paper.js';
import { paperFileName, paperJson, quoted } from './paper-view.js';

/** The newest version, or the one asked for. */
const wanted = async (call: Call, session: Session): Promise<Paper> => {
  const { rest, options } = call;
  const paper = choosePaper(await listedPapers(session, options.bin === true), rest[0] ?? '');
  if (options.revision === undefined) return paper;
  const versions = await listVersions(session, paper.doc);
  const found = versions.find(({ version }) => String(version) === options.revision);
  if (!found)
    throw new SafeError('not_found', { details: { paper: rest[0] ?? '', version: options.revision } });
  return found;
};

async function* read(call: Call, session: Session, paper: Paper): AsyncGenerator<Uint8Array> {
  const progress = createProgress(call.screen, call.format, shown(paper.metadata.title));
  try {
    yield* readPaper(session, paper, progress.update);
  } finally {
    progress.end();
  }
}

const toScreen = async (call: Call, session: Session, paper: Paper): Promise<Outcome> => {
  for await (const piece of wholeFirst(read(call, session, paper))) await call.screen.bytes(piece);
  return { json: null };
};

const toFile = async (call: Call, session: Session, paper: Paper): Promise<Outcome> => {
  const { options, words, screen, format } = call;
  const replace = options.force === true;
  const path = await targetPath(options.out, paperFileName(paper));
  await checkFree(path, replace);
  const size = await saveFile(path, read(call, session, paper), { replace });
  const line = words.said.got(quoted(paper, words), shown(shownPath(path)), format.size(size));
  screen.say(screen.paint('good', `✓ ${line}`), `  ${words.said.gotChecked}`);
  return { json: { saved: path, paper: paperJson(paper) } };
};

export const get: Command = {
  options: ['out', 'force', 'bin', 'revision'],
  takes: [1, 1],
  run: async (call) => {
    const toStdout = call.options.out === '-';
    if (toStdout && call.screen.json) throw usage('not_with_json');
    const { out } = call.options;
    if (out !== undefined && !toStdout) await checkFolder(out);
    const session = await call.unlock();
    const paper = await wanted(call, session);
    return toStdout ? toScreen(call, session, paper) : toFile(call, session, paper);
  },
};
