import { lookAt } from '../../client/consent/look.js';
import { type LinkOrder, type MadeLink, makeGrantedLink, makeLink } from '../../client/links/make.js';
import { choosePapers, inOrder } from '../choose.js';
import type { Call, Command, Outcome } from '../command.js';
import { shown } from '../screen.js';
import { usage } from '../usage.js';
import { listedPapers } from './find-paper.js';
import { linkOpenings, linkUntil } from './link-dates.js';
import { addressLines } from './link-view.js';
import { chooseSeen, listSeen } from './people.js';

/** What the options of a link say. */
export const orderOf = (call: Call): LinkOrder => {
  const { options, words } = call;
  const { agency = '', for: purpose = '', as: from = '' } = options;
  if (agency.length > 80 || purpose.length > 300 || from.length > 60) throw usage('too_long');
  return {
    until: linkUntil(call),
    openings: linkOpenings(call),
    code: options['no-code'] !== true,
    from,
    agency,
    purpose,
    language: words.language,
  };
};

/** By a worker, on behalf of the person whose papers are shown under that number. */
const makeForOther = async (call: Call, number: string, order: LinkOrder): Promise<MadeLink> => {
  const session = await call.unlockWorker();
  const { received } = chooseSeen((await listSeen(session)).seen, number);
  const papers = choosePapers(inOrder(await lookAt(session, received)), call.rest);
  return makeGrantedLink(session, received, papers, order);
};

const makeOwn = async (call: Call, order: LinkOrder): Promise<MadeLink> => {
  const session = await call.unlock();
  const papers = choosePapers(await listedPapers(session, false), call.rest);
  return makeLink(
    session,
    papers.map(({ doc }) => doc),
    order,
  );
};

/** Tells the address and the code of a link that was just made. */
export const sayLink = (call: Call, made: MadeLink) => {
  const { words, screen, format } = call;
  const { said } = words.links;
  const line = said.made(made.papers.length, format.moment(made.until), made.openings);
  screen.say(
    screen.paint('good', `✓ ${line}`),
    ...made.papers.map((title) => `  ${words.quote(shown(title))}`),
    '',
    ...addressLines(call, made),
    screen.paint('soft', said.linkNext),
  );
  return { link: { ...made, until: new Date(made.until).toISOString() } };
};

export const link: Command = {
  options: ['agency', 'for', 'as', 'days', 'until', 'openings', 'no-code', 'grant'],
  takes: [1, 50],
  run: async (call): Promise<Outcome> => {
    const { grant } = call.options;
    const order = orderOf(call);
    const made = grant === undefined ? await makeOwn(call, order) : await makeForOther(call, grant, order);
    return { json: sayLink(call, made) };
  },
};
