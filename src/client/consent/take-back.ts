import { sameBytes, toBase64Url } from '../../core/bytes.js';
import { endGrant } from '../../core/api/grants.js';
import { SafeError } from '../../core/errors.js';
import type { Place } from '../../core/protocol/grant.js';
import { signWithdrawal } from '../../core/protocol/grant-end.js';
import { addPaper } from '../add.js';
import { commit } from '../commit.js';
import type { Paper } from '../paper.js';
import { listPapers, stateWith } from '../papers.js';
import { readPaper, readThumbnail } from '../read.js';
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
const writeAnew = async (session: Session, paper: Paper): Promise<void> => {
  const { digest, ...metadata } = paper.metadata;
  await addPaper(session, {
    metadata: { ...metadata, digest },
    category: paper.category,
    length: paper.metadata.size,
    open: () => readPaper(session, paper),
    thumbnail: await readThumbnail(session, paper),
    replaces: paper.doc,
  });
};

/** What was passed on, as the holder ends it: it is in no head; a head that follows brings a new key if there is need. */
const takeBackSub = async (session: Session, { id, claimed, endedAt }: ClaimedSub): Promise<void> => {
  if (endedAt === null) await sendWithdrawal(session, id, claimed);
  session.state = undefined;
  await commit(session, {});
};

/**
 * Takes back what was shown, and what was passed on of it; or that alone, by its own id. The gate is shut by the first request; the head that follows leaves the grant out and, if it
 * was of a category or of everything, brings the safe a new key. Interrupted after the first request, the next change of
 * the safe does the rest.
 *
 * @param options.eager write each paper that it showed anew under a new key, which sends them all again
 * @throws SafeError `not_found`
 */
export const takeBack = async (
  session: Session,
  id: string,
  options: { readonly eager?: boolean } = {},
): Promise<void> => {
  const { grants, passedOn } = await stateWith(session, id);
  const sub = passedOn.find((one) => one.id === id);
  if (sub) return takeBackSub(session, sub);
  const given = grants.find((one) => one.id === id);
  if (!given) throw new SafeError('not_found');
  if (given.endedAt === null) await sendWithdrawal(session, id, given.grant);
  session.state = undefined;
  await commit(session, { drop: [id] });
  if (options.eager !== true) return;
  const { papers } = await listPapers(session);
  for (const paper of papers.filter((one) => shows(given, one))) await writeAnew(session, paper);
};
