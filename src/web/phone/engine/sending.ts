import { addPaper } from '../../../client/add.js';
import { currentState, listPapers } from '../../../client/papers.js';
import { listVersions } from '../../../client/versions.js';
import { toHex } from '../../../core/bytes.js';
import { blake2b } from '../../../core/crypto/sodium.js';
import { kindOf } from '../../../core/kinds.js';
import { type Draft, dropDraft, readDraft } from '../store/drafts.js';
import { draftContent, draftThumbnail } from './draft-content.js';
import { opened } from './opened.js';
import { type InSafe, noteSent } from './sent.js';

/** What is sent: a paper of this phone with its bytes and their digest. */
interface Ready {
  readonly draft: Draft;
  readonly bytes: Uint8Array;
  readonly digest: string;
}

/** A paper of this phone and of this moment: two photos may be alike, and one is never sent twice. */
const markOf = (digest: string, since: number): string => `${digest} ${since}`;

/** Papers of the safe by their marks: an answer may have been lost, or the tab killed, after one was kept. */
export const keptMarks = async (): Promise<Map<string, InSafe>> => {
  const session = opened();
  session.state = undefined;
  const { papers, binned } = await listPapers(session);
  return new Map(
    [...papers, ...binned].map(({ doc, version, metadata }) => [
      markOf(metadata.digest, metadata.since),
      { doc, version },
    ]),
  );
};

const add = async ({ draft, bytes, digest }: Ready, replaces?: string): Promise<InSafe> => {
  const { title, kind, fileName, mediaType, pages, expires, note = null, notices, added } = draft;
  const said = { title, kind, fileName, mediaType, pages, expires, note, notices, digest, since: added };
  return addPaper(opened(), {
    metadata: said,
    category: kindOf(kind)?.category ?? 'personal',
    length: bytes.length,
    open: () => [bytes],
    thumbnail: await draftThumbnail(draft.id),
    replaces,
  });
};

/** The version that an earlier try made, of which nobody heard. */
const madeBefore = async (doc: string, base: number, digest: string): Promise<InSafe | undefined> => {
  const later = (await listVersions(opened(), doc)).filter(({ version }) => version > base);
  const made = later.find(({ metadata }) => metadata.digest === digest);
  return made && { doc, version: made.version };
};

/** A new version of a paper; once more, only if it is not there. Null where the paper is not there any more, or in the bin. */
const addVersion = async (
  ready: Ready,
  { doc, version: base }: NonNullable<Draft['replaces']>,
): Promise<InSafe | null> => {
  const paper = (await currentState(opened())).papers.get(doc);
  if (!paper || paper.binnedAt !== null) return null;
  const made = paper.version > base ? await madeBefore(doc, base, ready.digest) : undefined;
  return made ?? add(ready, doc);
};

/** Sends a paper that waits here, and takes it off this phone once the safe's disk has it. */
export const send = async (id: string, kept: Map<string, InSafe>): Promise<void> => {
  // looked at again: it may have been renamed or thrown away while others were sent
  const [draft, bytes] = [await readDraft(id), await draftContent(id)];
  if (!draft || !bytes) return;
  const ready = { draft, bytes, digest: toHex(blake2b(bytes)) };
  const version = draft.replaces ? await addVersion(ready, draft.replaces) : null;
  const mark = markOf(ready.digest, draft.added);
  const place = version ?? kept.get(mark) ?? (await add(ready));
  kept.set(mark, place);
  noteSent(id, place);
  await dropDraft(id);
};
