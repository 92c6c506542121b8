import { type GrantedPaper, lookAt, previewGranted, readGranted } from '../../../client/consent/look.js';
import { concat } from '../../../core/bytes.js';
import { SafeError } from '../../../core/errors.js';
import { opened, stillOpened } from './opened.js';
import { shownBy, shownOf } from './people.js';
import { tally } from './tally.js';

/** A paper that was shown. */
export interface PaperView {
  readonly id: string;
  readonly title: string;
  readonly kind: string;
  readonly pages: number | null;
  /** YYYY-MM-DD, null where it is not known. */
  readonly expires: string | null;
  readonly size: number;
  /** When it came into the safe, milliseconds since 1970. */
  readonly since: number;
}

const looked = new Map<string, readonly GrantedPaper[]>();

const viewOf = ({ doc, metadata }: GrantedPaper): PaperView => {
  const { title, kind, pages, expires, size, since } = metadata;
  return { id: doc, title, kind, pages, expires, size, since };
};

/** The papers that are shown. The person reads in their history that somebody looked. */
export const look = async (show: string): Promise<PaperView[]> => {
  const session = opened();
  const one = shownBy(show);
  const papers = await lookAt(session, one);
  stillOpened(session);
  if (one.relay !== null) tally(one.relay, null, one.holder.uid);
  looked.set(show, papers);
  return papers.map(viewOf);
};

/** A paper of all that a person shows, and under what. */
export interface ShownPaper extends PaperView {
  readonly show: string;
}

/** Everything that a person shows now and that may be read, each paper once; first what may be sent on. */
export const lookAll = async (person: string): Promise<ShownPaper[]> => {
  const readable = shownOf(person).filter(
    ({ grant, state }) => state === 'active' && grant.perm.includes('read'),
  );
  const mayPass = ({ grant }: (typeof readable)[number]): number => (grant.perm.includes('manage') ? 0 : 1);
  const papers = new Map<string, ShownPaper>();
  for (const { id: show } of readable.toSorted((a, b) => mayPass(a) - mayPass(b))) {
    for (const paper of await look(show)) {
      if (!papers.has(paper.id)) papers.set(paper.id, { ...paper, show });
    }
  }
  return [...papers.values()];
};

/** What was looked at of something that is shown. @throws SafeError `not_found` */
export const lookedAt = (show: string): readonly GrantedPaper[] => {
  const found = looked.get(show);
  if (!found) throw new SafeError('not_found');
  return found;
};

const paperOf = (show: string, paper: string): GrantedPaper => {
  const found = lookedAt(show).find(({ doc }) => doc === paper);
  if (!found) throw new SafeError('not_found');
  return found;
};

/** All bytes of a paper, verified. The person reads it in their history. */
export const content = async (show: string, paper: string): Promise<Uint8Array> => {
  const session = opened();
  const pieces: Uint8Array[] = [];
  // copied: the reader uses its buffer again
  for await (const piece of readGranted(session, shownBy(show), paperOf(show, paper))) {
    stillOpened(session);
    pieces.push(piece.slice());
  }
  return concat(...pieces);
};

export const thumbnail = (show: string, paper: string): Promise<Uint8Array | null> =>
  previewGranted(opened(), shownBy(show), paperOf(show, paper));

/** What was read goes with the keys. */
export const forgetRead = (): void => looked.clear();
