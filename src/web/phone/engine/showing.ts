import { type Share, knownShares, shares } from '../../../client/consent/shares.js';
import { takeBack } from '../../../client/consent/take-back.js';
import { history } from '../../../client/history.js';
import { endLink } from '../../../client/links/change.js';
import { everyLink, type Link, type UnreadLink } from '../../../client/links/list.js';
import { type LinkOrder, type MadeLink, makeLink } from '../../../client/links/make.js';
import { currentState } from '../../../client/papers.js';
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
  /** Id of the relay or worker, by which the history knows them; null for a link. */
  readonly person: string | null;
  /** Papers one by one, shelves, or the whole safe. */
  readonly scope: Share['scope'];
  /** Titles of papers, or names of shelves; empty for the whole safe. */
  readonly titles: readonly string[];
  /** Milliseconds since 1970. */
  readonly until: number;
  /** Who made it on the person's behalf; null if they did themselves. */
  readonly by: string | null;
  /** How often it was opened; null where the history tells it instead. */
  readonly opened: number | null;
}

const ofLink = (link: Link | UnreadLink, titles: ReadonlyMap<string, string>): Shown => ({
  id: link.id,
  kind: 'link',
  name: 'agency' in link ? link.agency : '',
  person: null,
  scope: 'doc',
  titles: link.statement.papers.map(({ doc }) => titles.get(toHex(doc)) ?? '…'),
  until: link.until,
  by: link.under && [link.under.worker, link.under.name].filter(Boolean).join(', '),
  opened: link.opened,
});

const passedBy = ({ passed }: Share): string | null =>
  passed && [passed.by, passed.from].filter((one) => one !== '').join(', ');

const ofShare = (share: Share): Shown => ({
  id: share.id,
  kind: 'grant',
  name: share.recipient,
  person: share.to,
  scope: share.scope,
  titles: share.labels.map(({ title }) => title),
  until: share.until,
  by: passedBy(share),
  opened: null,
});

const goesOn = ({ state }: Share): boolean => state === 'active' || state === 'waiting';

const openLinks = async (): Promise<(Link | UnreadLink)[]> => {
  const { links, unread } = await everyLink(opened());
  return [...links, ...unread].filter(({ state }) => state === 'open');
};

/** Everything that others can see now, by consent or by link. */
export const shown = async (): Promise<Shown[]> => {
  const session = opened();
  const { papers, binned } = await list();
  const titles = new Map([...papers, ...binned].map(({ id, title }) => [id, title]));
  const given = (await shares(session)).filter(goesOn);
  const links = await openLinks();
  return [...given.map(ofShare), ...links.map((one) => ofLink(one, titles))];
};

/** When each consent was last used, by its id: what its readers signed, and nothing that the service says alone. */
export const lastLooks = async (): Promise<Record<string, number>> => {
  const { entries } = await history(opened());
  const looks = entries.filter(
    ({ action, outcome, proof }) =>
      (action === 'paper.read' || action === 'paper.preview') && outcome === 'ok' && proof === 'holds',
  );
  return Object.fromEntries(looks.flatMap(({ grant, at }) => (grant === undefined ? [] : [[grant, at]])));
};

/** Whether a consent covers a paper that lies in this category. */
const covers = ({ scope, labels }: Share, doc: string, category: string): boolean =>
  scope === 'safe' || labels.some(({ id }) => id === (scope === 'doc' ? doc : category));

/** Who else can see this paper now: names, each once; a link that names nobody is an empty one. */
export const whoSees = async (doc: string): Promise<string[]> => {
  const session = opened();
  const { papers } = await currentState(session);
  const category = toHex(papers.get(doc)?.manifest.cat ?? new Uint8Array());
  const given = (await knownShares(session)).filter((one) => goesOn(one) && covers(one, doc, category));
  const links = (await openLinks()).filter(({ statement }) =>
    statement.papers.some((paper) => toHex(paper.doc) === doc),
  );
  const names = [
    ...given.map(({ recipient }) => recipient),
    ...links.map((one) => ('agency' in one ? one.agency : '')),
  ];
  return [...new Set(names)];
};

/** From the answer on nobody sees it any more. */
export const takeItBack = async (id: string, kind: Shown['kind']): Promise<void> => {
  const session = opened();
  if (kind === 'grant') return void (await takeBack(session, id));
  const link = (await openLinks()).find((one) => one.id === id);
  if (!link) throw new SafeError('not_found');
  return endLink(session, link);
};

/** Papers for somebody without an account: an address, and a code that is said another way. */
export const showByLink = (docs: readonly string[], order: LinkOrder): Promise<MadeLink> => {
  const session = opened();
  session.state = undefined;
  return makeLink(session, docs, order);
};
