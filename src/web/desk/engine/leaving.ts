import { groundOfGrant, groundOfRelay, holderFrom, leavePaper } from '../../../client/deposit/leave.js';
import { loadRelay } from '../../../client/relay/load.js';
import { vouchFor } from '../../../client/relay/vouch.js';
import { fromHex } from '../../../core/bytes.js';
import { SafeError } from '../../../core/errors.js';
import { fingerprint } from '../../../core/protocol/identity.js';
import { tell } from '../../workers/calls.js';
import { contactOf } from './names.js';
import { opened } from './opened.js';
import { shownOf } from './people.js';
import { tally } from './tally.js';

/** A paper as it was put together here. */
export interface ReadyPaper {
  /** The id under which it is left: the same again after an answer was lost, so that it is left once. */
  readonly doc: string;
  readonly title: string;
  readonly kind: string;
  readonly fileName: string;
  readonly mediaType: string;
  readonly pages: number | null;
  readonly notices: readonly string[];
}

/** What the page hears while a paper is sent. */
export interface Sending {
  readonly news: 'sending';
  readonly doc: string;
  readonly part: number;
}

const knownHolder = async (person: string) => {
  const contact = contactOf(opened(), person);
  if (!contact) throw new SafeError('not_found');
  return holderFrom(opened(), contact);
};

/** Under what the person agreed to, if they did; else in the name of the relay. */
const groundFor = async (person: string, relay: string) => {
  const session = opened();
  const holder = await knownHolder(person);
  for (const one of shownOf(person)) {
    const ground = groundOfGrant(one);
    if (ground) return { holder, ground };
  }
  if (relay === '') throw new SafeError('not_member');
  return { holder, ground: await groundOfRelay(session, fromHex(relay, 16), holder) };
};

/** Whether papers can be left for somebody. @throws SafeError as {@link leave} does */
export const canLeave = async (person: string, relay: string): Promise<void> => {
  await groundFor(person, relay);
};

/**
 * Leaves a paper for somebody whose safe stays shut. It waits there until they keep it.
 *
 * @throws SafeError `not_found` where their card was read by nobody of the team, `deposits_closed`, `deposits_full`, `not_member`, …
 */
export const leave = async (
  person: string,
  relay: string,
  { doc, title, kind, fileName, mediaType, pages, notices }: ReadyPaper,
  bytes: Uint8Array,
  thumbnail: Uint8Array | null,
): Promise<void> => {
  const where = await groundFor(person, relay);
  const said = { title, kind, fileName, mediaType, pages, notices, expires: null, note: null };
  await leavePaper(
    opened(),
    where,
    { doc: fromHex(doc, 16), metadata: said, length: bytes.length, open: () => [bytes], thumbnail },
    (sent, total) => tell({ news: 'sending', doc, part: sent / total } satisfies Sending),
  );
  tally(relay, `paper.${kind}`, person);
};

/** Says for the relay that it knows this person: their safe gets more room. */
export const vouch = async (person: string, relay: string): Promise<void> => {
  const session = opened();
  const own = await loadRelay(session, fromHex(relay, 16));
  const holder = await knownHolder(person);
  await vouchFor(session, own, { uid: holder.uid, fp: fingerprint(holder) });
};
