import { utf8 } from '../core/bytes.js';
import type { Language } from './describe.js';
import { logJson, logText, metadataJson, README } from './export-files.js';
import { type Placed, placePapers } from './export-names.js';
import { decodeEntry, explainLog, loadNames, verifiedLog } from './history.js';
import type { Paper } from './paper.js';
import { listPapers } from './papers.js';
import { readPaper } from './read.js';
import type { Session } from './session.js';
import { listVersions } from './versions.js';

/** One file of the export; `bytes` is read once, before the next file is asked for, and throws if they are damaged. */
export interface ExportedFile {
  /** Path within the export, with `/`. */
  readonly name: string;
  readonly size: number;
  readonly bytes: AsyncIterable<Uint8Array>;
}

const HISTORY_NAME = { fr: 'historique.txt', en: 'history.txt' } as const;

async function* once(bytes: Uint8Array) {
  yield bytes;
}

const textFile = (name: string, text: string): ExportedFile => {
  const bytes = utf8(text);
  return { name, size: bytes.length, bytes: once(bytes) };
};

/** Older versions of a paper, then the listed one. What another device adds meanwhile comes with the next export. */
const withVersions = async (session: Session, paper: Paper): Promise<Paper[]> => {
  if (paper.version === 1) return [paper];
  const versions = await listVersions(session, paper.doc);
  return [...versions.slice(0, paper.version - 1), paper];
};

const groupByDocument = (placed: readonly Placed[]): Placed[][] => {
  const groups = new Map<string, Placed[]>();
  for (const one of placed) groups.set(one.paper.doc, [...(groups.get(one.paper.doc) ?? []), one]);
  return [...groups.values()].map((group) => group.sort((a, b) => a.paper.version - b.paper.version));
};

/**
 * Gives everything back (GDPR art. 15 and 20, decree 2018-853): every version of every paper under a readable name, the bin
 * included, what is known of them, and the whole log, readable and verifiable without Pochette. Only what verifies
 * leaves; one fault and the export ends with `damaged` or `rolled_back`: then nothing of it is to be kept.
 */
export async function* exportSafe(
  session: Session,
  options: {
    readonly language?: Language;
    /** Told the papers before the first file: what it throws ends the export. */
    readonly onPlan?: (papers: readonly Pick<ExportedFile, 'name' | 'size'>[]) => void;
  } = {},
): AsyncGenerator<ExportedFile, void, undefined> {
  const language = options.language ?? 'fr';
  const { papers, binned, safe } = await listPapers(session);
  const all: { paper: Paper; newest: boolean }[] = [];
  for (const listed of [...papers, ...binned]) {
    for (const paper of await withVersions(session, listed)) all.push({ paper, newest: paper === listed });
  }
  const placed = placePapers(all, language);
  options.onPlan?.(placed.map(({ paper, path }) => ({ name: path, size: paper.metadata.size })));
  yield textFile('README.txt', README);
  yield textFile('metadata.json', metadataJson(session, safe, groupByDocument(placed)));
  for (const { paper, path } of placed) {
    yield { name: path, size: paper.metadata.size, bytes: readPaper(session, paper) };
  }
  // Last, so that it tells of this export too.
  const names = await loadNames(session);
  const log = await verifiedLog(session, names.signed);
  const explained = { ...names, ...(await explainLog(session, log)) };
  yield textFile(
    HISTORY_NAME[language],
    logText(
      log.map((entry) => decodeEntry(session, entry, explained)),
      language,
    ),
  );
  yield textFile('log.json', logJson(session, log));
}
