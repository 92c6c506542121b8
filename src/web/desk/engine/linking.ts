import { endLink } from '../../../client/links/change.js';
import { type Link, listMadeLinks } from '../../../client/links/list.js';
import { type LinkOrder, type MadeLink, makeGrantedLink } from '../../../client/links/make.js';
import { toHex } from '../../../core/bytes.js';
import { SafeError } from '../../../core/errors.js';
import { opened, stillOpened } from './opened.js';
import { shownBy } from './people.js';
import { lookedAt } from './reading.js';

/** A link to a person's papers that whoever sits here made for them. */
export interface LinkView {
  readonly id: string;
  readonly state: Link['state'];
  /** For whom, may be empty. */
  readonly agency: string;
  /** How many papers. */
  readonly papers: number;
  /** Milliseconds since 1970. */
  readonly until: number;
  readonly opened: number;
}

const known = new Map<string, Link>();

/** What links hold goes with the keys. */
export const forgetLinks = (): void => known.clear();

/** What this worker made for a person, newest first. */
export const links = async (person: string): Promise<LinkView[]> => {
  const session = opened();
  const made = (await listMadeLinks(session)).filter(({ statement }) => toHex(statement.holder) === person);
  stillOpened(session);
  for (const one of made) known.set(one.id, one);
  return made.map(({ id, state, agency, statement, until, opened: times }) => ({
    id,
    state,
    agency,
    papers: statement.papers.length,
    until,
    opened: times,
  }));
};

/**
 * A link to papers that were shown and looked at here, where the person lets them be sent on: it ends with what they show at the latest.
 * The person sees it, and who made it.
 *
 * @throws SafeError `not_granted`, `grant_ended`, `links_full`, …
 */
export const makeLink = (show: string, docs: readonly string[], order: LinkOrder): Promise<MadeLink> => {
  const papers = lookedAt(show).filter(({ doc }) => docs.includes(doc));
  if (papers.length === 0) throw new SafeError('not_found');
  return makeGrantedLink(opened(), shownBy(show), papers, order);
};

/** It opens nothing any more. */
export const closeLink = async (id: string): Promise<void> => {
  const one = known.get(id);
  if (!one) throw new SafeError('not_found');
  await endLink(opened(), one);
};
