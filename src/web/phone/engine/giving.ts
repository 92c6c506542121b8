import { resolveByWords } from '../../../client/consent/by-words.js';
import { type Recipient, resolveAgain, resolveRecipient } from '../../../client/consent/recipient.js';
import { healthWithin, show, type ShowOptions, type What } from '../../../client/consent/show.js';
import { listPapers } from '../../../client/papers.js';
import type { Given } from '../../../client/state.js';
import { toHex } from '../../../core/bytes.js';
import { random } from '../../../core/crypto/sodium.js';
import { SafeError } from '../../../core/errors.js';
import { KIND_CATEGORIES, type KindCategory } from '../../../core/kinds.js';
import { opened } from './opened.js';

/** Whom a scanned code, or words that were compared, led to. Their keys stay on this side. */
export interface Met {
  /** Stands for them until this worker ends. */
  readonly id: string;
  readonly kind: Recipient['kind'];
  /** A relay's name; empty for a worker, whose code tells none. */
  readonly name: string;
}

const met = new Map<string, Recipient>();

const remember = (recipient: Recipient): Met => {
  const id = toHex(random(8));
  met.set(id, recipient);
  return { id, kind: recipient.kind, name: recipient.name };
};

/** @throws SafeError `bad_contact`, `not_found`, `not_certified`, `rolled_back`, `damaged` */
export const meetByCode = async (code: string): Promise<Met> =>
  remember(await resolveRecipient(opened(), code));

/** A relay by what stands on its poster, typed here. @throws SafeError `bad_contact`, `not_found`, `rolled_back`, `damaged` */
export const meetByWords = async (id: string, words: readonly string[], name: string): Promise<Met> =>
  remember(await resolveByWords(opened(), id, words, name));

/** Whom something is shown to already, by what the person agreed to then. @throws SafeError `damaged`, `rolled_back`, `not_found` */
export const meetAgain = async (given: Given): Promise<Met> => remember(await resolveAgain(opened(), given));

/** Whom a meeting led to. @throws SafeError `not_found` where it was in another worker's time */
export const recipientOf = (id: string): Recipient => {
  const recipient = met.get(id);
  if (!recipient) throw new SafeError('not_found');
  return recipient;
};

/** Papers by id, a shelf, or everything. */
export type Wanted =
  | { readonly papers: readonly string[] }
  | { readonly shelf: KindCategory }
  | { readonly all: true };

const whatOf = (wanted: Wanted): What => ('shelf' in wanted ? { categories: [wanted.shelf] } : wanted);

/** Shelves with papers on them. */
export const shelves = async (): Promise<KindCategory[]> => {
  const { papers } = await listPapers(opened());
  const used = new Set(papers.map(({ category }) => category));
  return (Object.keys(KIND_CATEGORIES) as KindCategory[]).filter((slug) => used.has(slug));
};

/** Titles of the health papers that would be shown without having been chosen one by one; null if none would be, now or later. */
export const healthIn = async (wanted: Wanted): Promise<readonly string[] | null> => {
  if ('papers' in wanted) return null;
  const { papers } = await listPapers(opened());
  const found = healthWithin(papers, 'shelf' in wanted ? wanted.shelf : null);
  return found && found.map(({ metadata }) => metadata.title);
};

/** What a person said yes to. */
export interface Consent
  extends Pick<ShowOptions, 'purpose' | 'perm' | 'language' | 'shown' | 'explained' | 'healthNamed'> {
  readonly to: Met;
  readonly wanted: Wanted;
  readonly until: number;
}

/** Shows papers to somebody who was met here. @throws SafeError as `show` does */
export const give = async ({ to, wanted, ...consent }: Consent): Promise<void> => {
  const recipient = recipientOf(to.id);
  const named = recipient.kind === 'worker' ? { ...recipient, name: to.name } : recipient;
  await show(opened(), { ...consent, recipient: named, what: whatOf(wanted) });
};
