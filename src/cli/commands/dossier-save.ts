import { extname, resolve } from 'node:path';
import type { MatchedPiece } from '../../client/dossier/match.js';
import { dossierEntries, type DossierFile, dossierPdf, type Making } from '../../client/dossier/make.js';
import { readPaper } from '../../client/read.js';
import type { Session } from '../../client/session.js';
import { zipStream } from '../../client/zip.js';
import { concat } from '../../core/bytes.js';
import type { Dossier } from '../../core/dossiers.js';
import { SafeError } from '../../core/errors.js';
import type { Call } from '../command.js';
import { dossierTools } from '../dossier-tools.js';
import { checkFree, saveFile, shownPath } from '../save-file.js';
import { shown } from '../screen.js';
import { usage } from '../usage.js';
import type { Listed } from './dossier-view.js';
import { kindName, quoted } from './paper-view.js';

/** Where a dossier goes, and whether as a ZIP or a PDF: by the ending of the name. Refused before anything is read. */
export const saveTarget = async ({ options }: Call): Promise<string | null> => {
  if (options.save === undefined) return null;
  const path = resolve(options.save);
  if (!['.zip', '.pdf'].includes(extname(path).toLowerCase())) throw usage('bad_save');
  await checkFree(path, options.force === true);
  return path;
};

/** All papers of one kind: that kind's name; of several: what they prove. */
const wordFor =
  ({ words }: Call) =>
  ({ piece, papers }: MatchedPiece<Listed>): string => {
    const kinds = new Set(papers.map(({ kind }) => kind));
    const [only] = kinds;
    return kinds.size === 1 && only !== undefined ? kindName(only, words) : words.dossiers.pieces[piece.id];
  };

const readWhole = async (session: Session, { paper }: Listed): Promise<Uint8Array> => {
  const pieces: Uint8Array[] = [];
  // copied: the reader uses its buffer again
  for await (const piece of readPaper(session, paper)) pieces.push(piece.slice());
  return concat(...pieces);
};

async function* once(bytes: Uint8Array) {
  yield bytes;
}

const saveZip = async (call: Call, path: string, making: Making<Listed>, { portal }: Dossier) => {
  const { screen, words, format, options } = call;
  const files: DossierFile[] = [];
  const entries = dossierEntries(making, (file) => files.push({ ...file, bytes: new Uint8Array(0) }));
  const sizes = new Map<string, number>();
  const counted = async function* () {
    for await (const entry of entries) {
      sizes.set(entry.name, entry.size);
      yield entry;
    }
  };
  const size = await saveFile(path, zipStream(counted()), { replace: options.force === true });
  const { said } = words.dossiers;
  screen.say(
    '',
    screen.paint('good', `✓ ${said.saved(shown(shownPath(path)), files.length, format.size(size))}`),
  );
  for (const { name } of files.filter(({ fits }) => !fits)) {
    const line = said.refusable(name, format.size(sizes.get(name) ?? 0), format.size(portal.bytes));
    screen.say(screen.paint('warn', line));
  }
  const told = files.map(({ name, fits }) => ({ name, bytes: sizes.get(name) ?? 0, fits }));
  return { saved: path, bytes: size, files: told };
};

const savePdf = async (call: Call, path: string, making: Making<Listed>) => {
  const { screen, words, format, options } = call;
  const { bytes, left } = await dossierPdf(making);
  const { said } = words.dossiers;
  const notices = left.map(({ paper }) => screen.paint('warn', said.notPage(quoted(paper, words))));
  if (!bytes) {
    screen.say(...notices);
    throw new SafeError('broken_file');
  }
  const size = await saveFile(path, once(bytes), { replace: options.force === true });
  screen.say(
    '',
    screen.paint('good', `✓ ${said.savedPdf(shown(shownPath(path)), format.size(size))}`),
    ...notices,
  );
  return { saved: path, bytes: size, left: left.map(({ id }) => id) };
};

/** Saves what there is of a dossier. */
export const saveDossier = (
  call: Call,
  session: Session,
  path: string,
  dossier: Dossier,
  matched: readonly MatchedPiece<Listed>[],
) => {
  const making: Making<Listed> = {
    matched,
    portal: dossier.portal,
    read: (one) => readWhole(session, one),
    word: wordFor(call),
    tools: dossierTools,
  };
  return extname(path).toLowerCase() === '.pdf'
    ? savePdf(call, path, making)
    : saveZip(call, path, making, dossier);
};
