import { sameBytes, toBase64Url } from '../../core/bytes.js';
import { endGrant } from '../../core/api/grants.js';
import { SafeError } from '../../core/errors.js';
import type { Place } from '../../core/protocol/grant.js';
import { signWithdrawal } from '../../core/protocol/grant-end.js';
import { readLogBody } from '../../core/protocol/log.js';
import { addPaper } from '../add.js';
import { commit } from '../commit.js';
import { verifiedLog } from '../history.js';
import type { Paper } from '../paper.js';
import { listPapers, stateWith } from '../papers.js';
import { readPaper, readThumbnail } from '../read.js';
import type { Progress } from '../sending.js';
import type { Session } from '../session.js';
import type { ClaimedSub } from '../state.js';
import type { Caller } from './chains.js';
import type { Given } from './given.js';

/** Ends a grant with a signed withdrawal: from the answer on the server releases nothing of it. */
export const sendWithdrawal = async (caller: Caller, id: string, place: Place): Promise<void> => {
  const said = { safe: place.safe, grant: place.id, by: caller.uid, ts: caller.device.clock.now() };
  const withdrawal = toBase64Url(signWithdrawal(said, caller.keys.sign.secretKey));
  await caller.api.call(endGrant, { params: { grant: id }, body: { withdrawal } }, { again: true });
};

const shows = ({ grant: { scope } }: Given, { place, manifest }: Paper): boolean => {
  if (scope.kind === 'safe') return true;
  const id = scope.kind === 'doc' ? place.document : manifest.cat;
  return scope.ids.some((one) => sameBytes(one, id));
};

/** The same paper as a new version under a new key: downloaded, verified, and sent again. */
const writeAnew = async (session: Session, paper: Paper, onProgress?: Progress): Promise<void> => {
  const { digest, ...metadata } = paper.metadata;
  const again = {
    metadata: { ...metadata, digest },
    category: paper.category,
    length: paper.metadata.size,
    open: () => readPaper(session, paper),
    thumbnail: await readThumbnail(session, paper),
    replaces: paper.doc,
  };
  await addPaper(session, again, onProgress);
};

/**
 * What a grant showed and was not written anew since it ended: the log, which is chained, tells whether a version was kept after
 * the end. So what was interrupted goes on where it was.
 */
const leftToWrite = async (session: Session, given: Given): Promise<Paper[]> => {
  const { papers, safe } = await listPapers(session);
  const shown = papers.filter((one) => shows(given, one));
  if (shown.length === 0) return [];
  const bodies = (await verifiedLog(session, safe.head.log)).map(({ body }) => readLogBody(body));
  const end = bodies.findIndex(
    ({ act, grant, out }) => act === 'grant.end' && grant === given.id && out === 'ok',
  );
  const since = new Set(
    (end < 0 ? [] : bodies.slice(end))
      .filter(({ act, out }) => act === 'paper.keep' && out === 'ok')
      .map(({ doc, ver }) => `${String(doc)} ${String(ver)}`),
  );
  return shown.filter(({ doc, version }) => !since.has(`${doc} ${String(version)}`));
};

export interface Eager {
  /** Told before each paper, and while it is sent. */
  readonly onPaper?: (paper: Paper, at: number, of: number) => Progress | undefined;
}

/**
 * Writes each paper that a grant showed anew under a new key, which sends them all again. Interrupted, it goes on where it was
 * when it is called again; gives how many it wrote.
 */
const writeAllAnew = async (session: Session, given: Given, { onPaper }: Eager): Promise<number> => {
  const papers = await leftToWrite(session, given);
  for (const [at, paper] of papers.entries()) {
    await writeAnew(session, paper, onPaper?.(paper, at, papers.length));
  }
  return papers.length;
};

/** What was passed on, as the holder ends it: it is in no head; a head that follows brings a new key if there is need. */
const takeBackSub = async (session: Session, { id, claimed, endedAt }: ClaimedSub): Promise<void> => {
  if (endedAt === null) await sendWithdrawal(session, id, claimed);
  session.state = undefined;
  await commit(session, {});
};

/**
 * Takes back what was shown, and what was passed on of it; or that alone, by its own id. The gate is shut by the first
 * request; the head that follows leaves the grant out and, if it was of a category or of everything, brings the safe a new
 * key. Interrupted after the first request, the next change of the safe does the rest.
 *
 * @param options.eager write each paper that it showed anew too; gives how many were left to write
 * @throws SafeError `not_found`
 */
export const takeBack = async (
  session: Session,
  id: string,
  options: { readonly eager?: Eager | undefined } = {},
): Promise<number> => {
  const { grants, passedOn } = await stateWith(session, id);
  const sub = passedOn.find((one) => one.id === id);
  if (sub) {
    await takeBackSub(session, sub);
    return 0;
  }
  const given = grants.find((one) => one.id === id);
  if (!given) throw new SafeError('not_found');
  if (given.endedAt === null) await sendWithdrawal(session, id, given.grant);
  session.state = undefined;
  await commit(session, { drop: [id] });
  return options.eager ? writeAllAnew(session, given, options.eager) : 0;
};
