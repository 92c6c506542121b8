import { type Share, shares } from '../../../client/consent/shares.js';
import { takeBack } from '../../../client/consent/take-back.js';
import { endLink } from '../../../client/links/change.js';
import { type Link, listLinks } from '../../../client/links/list.js';
import { type LinkOrder, type MadeLink, makeLink } from '../../../client/links/make.js';
import { toHex } from '../../../core/bytes.js';
import { SafeError } from '../../../core/errors.js';
import { opened } from './opened.js';
import { list } from './papers.js';

/** Something that somebody else can see now. */
export interface Shown {
  readonly id: string;
  readonly kind: 'link' | 'grant';
  /** For whom it is; empty where nobody was named. */
  readonly name: string;
  /** Titles of papers; empty for the whole safe. */
  readonly titles: readonly string[];
  /** Milliseconds since 1970. */
  readonly until: number;
  /** How often it was opened; null where the history tells it instead. */
  readonly opened: number | null;
  readonly url: string | null;
  readonly code: string | null;
}

const ofLink = (link: Link, titles: ReadonlyMap<string, string>): Shown => ({
  id: link.id,
  kind: 'link',
  name: link.agency,
  titles: link.statement.papers.map(({ doc }) => titles.get(toHex(doc)) ?? '…'),
  until: link.until,
  opened: link.opened,
  url: link.url,
  code: link.code,
});

const ofShare = ({ id, recipient, labels, until }: Share): Shown => ({
  id,
  kind: 'grant',
  name: recipient,
  titles: labels.map(({ title }) => title),
  until,
  opened: null,
  url: null,
  code: null,
});

/** Everything that others can see now, by link or by consent. */
export const shown = async (): Promise<Shown[]> => {
  const session = opened();
  const { papers, binned } = await list();
  const titles = new Map([...papers, ...binned].map(({ id, title }) => [id, title]));
  const links = (await listLinks(session)).filter(({ state }) => state === 'open');
  const given = (await shares(session)).filter(({ state }) => state === 'active' || state === 'waiting');
  return [...links.map((one) => ofLink(one, titles)), ...given.map(ofShare)];
};

/** From the answer on nobody sees it any more. */
export const takeItBack = async (id: string, kind: Shown['kind']): Promise<void> => {
  const session = opened();
  if (kind === 'grant') return void (await takeBack(session, id));
  const link = (await listLinks(session)).find((one) => one.id === id);
  if (!link) throw new SafeError('not_found');
  return endLink(session, link);
};

/** Papers for somebody without an account: an address, and a code that is said another way. */
export const showByLink = (docs: readonly string[], order: LinkOrder): Promise<MadeLink> => {
  const session = opened();
  session.state = undefined;
  return makeLink(session, docs, order);
};
