import { changeLink, endLink } from '../../client/links/change.js';
import { everyLink, type Link, listMadeLinks, type UnreadLink } from '../../client/links/list.js';
import type { AccountSession } from '../../client/session.js';
import { toHex } from '../../core/bytes.js';
import { damaged, SafeError } from '../../core/errors.js';
import type { Call, Command, Outcome } from '../command.js';
import { shown } from '../screen.js';
import { table } from '../table.js';
import { usage } from '../usage.js';
import { linkOpenings, linkUntil } from './link-dates.js';
import { addressLines } from './link-view.js';

interface Numbered {
  readonly link: Link | UnreadLink;
  readonly number: number;
}

interface Desk {
  readonly session: AccountSession;
  /** Numbered from the oldest on, so that a new one renumbers no other. */
  readonly all: readonly Numbered[];
}

const isRead = (link: Numbered['link']): link is Link => 'url' in link;

const numbered = (all: readonly Numbered['link'][]): Numbered[] =>
  all
    .toSorted((a, b) => a.madeAt - b.madeAt || (a.id < b.id ? -1 : 1))
    .map((link, at) => ({ link, number: at + 1 }));

/** The holder's links, or those that the worker of this machine made. */
const sit = async (call: Call): Promise<Desk> => {
  const isWorker = (await call.home.read())?.role === 'worker';
  if (isWorker) {
    const session = await call.unlockWorker();
    return { session, all: numbered(await listMadeLinks(session)) };
  }
  const session = await call.unlock();
  const { links: read, unread } = await everyLink(session);
  return { session, all: numbered([...read, ...unread]) };
};

const choose = ({ all }: Desk, word: string): Numbered => {
  const byId = /^[0-9a-f]{8,32}$/i.test(word) ? word.toLowerCase() : null;
  const found = all.find(
    ({ link, number }) => String(number) === word || (byId !== null && link.id.startsWith(byId)),
  );
  if (!found) throw new SafeError('not_found', { details: { link: word } });
  return found;
};

const time = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

const linkJson = ({ link, number }: Numbered) => ({
  number,
  id: link.id,
  state: link.state,
  readable: isRead(link),
  url: isRead(link) ? link.url : null,
  code: isRead(link) ? link.code : null,
  agency: isRead(link) ? link.agency : null,
  purpose: isRead(link) ? link.purpose : null,
  under: link.under,
  papers: link.statement.papers.map(({ doc, ver }) => ({ id: toHex(doc), version: ver })),
  until: time(link.until),
  openings: link.openings,
  opened: link.opened,
  wrongCodes: link.wrongCodes,
  madeAt: time(link.madeAt),
  lastOpenedAt: time(link.lastOpenedAt),
  endedAt: time(link.endedAt),
  receipts: (isRead(link) ? link.receipts : []).map(({ at, name }) => ({ at: time(at), name })),
});

const tellAll = ({ screen, words, format }: Call, listed: readonly Numbered[]): void => {
  const { columns, states, said } = words.links;
  const titles = [
    { title: words.columns.number, align: 'right' as const },
    { title: columns.agency, shrinks: true as const },
    { title: columns.papers, align: 'right' as const },
    { title: columns.until },
    { title: columns.openings },
    { title: columns.state },
  ];
  const rows = listed.map(({ link, number }) => [
    { text: String(number) },
    isRead(link)
      ? { text: shown(link.agency), tone: 'strong' as const }
      : { text: said.unread, tone: 'warn' as const },
    { text: String(link.statement.papers.length) },
    { text: format.day(link.until) },
    { text: said.openings(link.opened, link.openings) },
    { text: states[link.state], ...(link.state === 'open' ? {} : { tone: 'soft' as const }) },
  ]);
  screen.say(...table(screen, titles, rows), '', screen.paint('soft', said.linksNext));
};

/** For whom and what for a link is, or that it does not say. */
const labelLines = ({ screen, words }: Call, link: Numbered['link']): string[] => {
  const { said } = words.links;
  if (!isRead(link)) return [screen.paint('warn', said.unreadWhy)];
  return [
    ...(link.agency === '' ? [] : [said.forAgency(shown(link.agency))]),
    ...(link.purpose === '' ? [] : [said.purpose(shown(link.purpose))]),
  ];
};

const tellOne = (call: Call, { link }: Numbered): void => {
  const { screen, words, format } = call;
  const { said, states } = words.links;
  screen.say(
    ...labelLines(call, link),
    ...(link.under?.name ? [said.under(shown(link.under.name))] : []),
    said.standing(states[link.state], said.openings(link.opened, link.openings)),
    ...(link.lastOpenedAt === null ? [] : [said.opened(format.moment(link.lastOpenedAt))]),
    ...(link.wrongCodes === 0 ? [] : [screen.paint('warn', said.wrongCodes(link.wrongCodes))]),
    ...(isRead(link) ? link.receipts : []).map(({ at, name }) =>
      said.received(name && shown(name), format.moment(at)),
    ),
    '',
    ...(link.state === 'open' && isRead(link) ? addressLines(call, link) : []),
  );
};

export const links: Command = {
  options: ['all'],
  takes: [0, 1],
  run: async (call): Promise<Outcome> => {
    const desk = await sit(call);
    const [word] = call.rest;
    if (word !== undefined) {
      const found = choose(desk, word);
      tellOne(call, found);
      return { json: { link: linkJson(found) } };
    }
    const listed =
      call.options.all === true ? desk.all : desk.all.filter(({ link }) => link.state === 'open');
    if (listed.length === 0) call.screen.say(call.words.links.said.noLinks);
    else tellAll(call, listed);
    return { json: { links: listed.map(linkJson) } };
  },
};

/** Closing must be quick: nothing is asked, since another link can be made. */
export const unlink: Command = {
  options: ['yes'],
  takes: [1, 1],
  run: async (call): Promise<Outcome> => {
    const desk = await sit(call);
    const { link } = choose(desk, call.rest[0] ?? '');
    await endLink(desk.session, link);
    const { said } = call.words.links;
    call.screen.say(call.screen.paint('good', `✓ ${said.unlinked}`), said.unlinkedNext);
    return { json: { closed: link.id } };
  },
};

export const extend: Command = {
  options: ['days', 'until', 'openings'],
  takes: [1, 1],
  run: async (call): Promise<Outcome> => {
    const to = { until: linkUntil(call), openings: linkOpenings(call) };
    if (to.until === undefined && to.openings === undefined) throw usage('nothing_to_change');
    const desk = await sit(call);
    const { link } = choose(desk, call.rest[0] ?? '');
    // What can't be read can't be believed either: it can be closed only.
    if (!isRead(link)) throw damaged();
    const { until, openings } = await changeLink(desk.session, link, to);
    const line = call.words.links.said.extended(call.format.moment(until), openings);
    call.screen.say(call.screen.paint('good', `✓ ${line}`));
    return { json: { link: { id: link.id, until: time(until), openings } } };
  },
};
