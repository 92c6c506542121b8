import { keepDeposits, previewWaiting, readWaiting } from '../../../client/deposit/keep.js';
import { refuseDeposits } from '../../../client/deposit/refuse.js';
import { countDeposits, type Waiting, waitingDeposits } from '../../../client/deposit/waiting.js';
import { concat } from '../../../core/bytes.js';
import { SafeError } from '../../../core/errors.js';
import { opened } from './opened.js';

/** A paper that somebody left, to be kept or refused. */
export interface Left {
  readonly id: string;
  readonly title: string;
  readonly kind: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The relay or worker whom this person knows, or whom they gave the link; empty where nothing tells. */
  readonly from: string;
  /** Who of the relay signed; or the name that was left with a link, which nothing proves. */
  readonly by: string;
  readonly how: 'link' | 'known' | 'unknown';
  /** To compare with an unknown relay's poster. */
  readonly words: readonly string[];
}

const known = new Map<string, Waiting>();

const ofWaiting = ({ doc, metadata: { title, kind }, at, from }: Waiting): Left => {
  const said = { id: doc, title, kind, at, words: from.words };
  if (from.link) return { ...said, from: from.link.from, by: from.claims ?? '', how: 'link' };
  return { ...said, from: from.name ?? '', by: from.workerName, how: from.verified ? 'known' : 'unknown' };
};

/** What waits, each verified; `unproven` counts what the service shows besides. */
export const left = async (): Promise<{ readonly left: Left[]; readonly unproven: number }> => {
  const session = opened();
  session.state = undefined;
  const { waiting, unproven } = await waitingDeposits(session);
  known.clear();
  for (const one of waiting) known.set(one.doc, one);
  return { left: waiting.map(ofWaiting), unproven: unproven.length };
};

/** How many wait, as the service says. */
export const countLeft = (): Promise<number> => countDeposits(opened());

const find = (id: string): Waiting => {
  const found = known.get(id);
  if (!found) throw new SafeError('not_found');
  return found;
};

export const leftPicture = (id: string): Promise<Uint8Array | null> => previewWaiting(opened(), find(id));

/** The whole paper, read to its end before anything of it is shown. */
export const leftContent = async (id: string): Promise<Uint8Array> => {
  const pieces: Uint8Array[] = [];
  // copied: the reader uses its buffer again
  for await (const piece of readWaiting(opened(), find(id))) pieces.push(piece.slice());
  return concat(...pieces);
};

/** Among the papers from now on. The person saw from whom it comes, and the words of a relay that they don't know. */
export const keepLeft = (id: string): Promise<void> =>
  keepDeposits(opened(), [find(id)], { unverified: true });

/** Destroyed at once. */
export const refuseLeft = (id: string): Promise<void> => refuseDeposits(opened(), [id]);
