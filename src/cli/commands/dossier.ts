import { type Answers, candidateOf, matchDossier, papersOf } from '../../client/dossier/match.js';
import { makeLink } from '../../client/links/make.js';
import type { Session } from '../../client/session.js';
import { conditionsOf, type Dossier, DOSSIERS, dossierOf } from '../../core/dossiers.js';
import type { Call, Command, Outcome } from '../command.js';
import { localDay } from '../format.js';
import { table } from '../table.js';
import { usage } from '../usage.js';
import { saveDossier, saveTarget } from './dossier-save.js';
import { dossierJson, dossierTitle, type Listed, sayDossier } from './dossier-view.js';
import { listedPapers } from './find-paper.js';
import { orderOf, sayLink } from './link.js';

const sayAll = (call: Call): Outcome => {
  const { screen, words } = call;
  const { columns, said } = words.dossiers;
  const all: readonly Dossier[] = DOSSIERS;
  const rows = all.map((one) => [
    { text: one.id, tone: 'strong' as const },
    { text: dossierTitle(call, one) },
    { text: `${one.source} (${one.asOf})` },
  ]);
  const titles = [
    { title: columns.dossier },
    { title: columns.about },
    { title: columns.source, shrinks: true as const },
  ];
  screen.say(...table(screen, titles, rows), '', said.next, said.more);
  const dossiers = all.map(({ id, source, asOf }, i) => ({
    id,
    name: dossierTitle(call, all[i] as Dossier),
    source,
    asOf,
  }));
  return { json: { dossiers } };
};

const chosenDossier = (name: string): Dossier => {
  const found = dossierOf(name.toLowerCase());
  if (found) return found;
  throw usage('bad_dossier', { name });
};

const answersOf = ({ options }: Call, dossier: Dossier): Answers => {
  const asked = conditionsOf(dossier);
  const names = (options.with ?? '').split(',').map((one) => one.trim());
  const yes = names
    .filter((name) => name !== '')
    .map((name) => {
      const found = asked.find((one) => one.toLowerCase() === name.toLowerCase());
      if (!found) throw usage('bad_condition', { name, meant: asked.join(', ') });
      return [found, true] as const;
    });
  return Object.fromEntries(yes);
};

const linkTo = async (call: Call, session: Session, dossier: Dossier, papers: readonly Listed[]) => {
  const order = orderOf(call);
  const purpose = order.purpose === '' ? dossierTitle(call, dossier) : order.purpose;
  const made = await makeLink(
    session,
    papers.map(({ id }) => id),
    { ...order, purpose },
  );
  call.screen.say('');
  return sayLink(call, made);
};

export const dossier: Command = {
  options: ['with', 'save', 'force', 'link', 'agency', 'for', 'as', 'days', 'until', 'openings', 'no-code'],
  takes: [0, 1],
  run: async (call): Promise<Outcome> => {
    const { screen, words, options } = call;
    const [name] = call.rest;
    if (name === undefined) return sayAll(call);
    const wanted = chosenDossier(name);
    const answers = answersOf(call, wanted);
    const path = await saveTarget(call);
    // looked at before the code is asked for
    if (options.link === true) orderOf(call);
    const session = await call.unlock();
    const papers = (await listedPapers(session, false)).map(
      (paper, at): Listed => ({ ...candidateOf(paper), number: at + 1 }),
    );
    const matched = matchDossier(wanted, papers, answers, localDay(call.device.clock.now()));
    sayDossier(call, wanted, matched, answers);
    const there = papersOf(matched);
    if ((path !== null || options.link === true) && there.length === 0) throw usage('empty_dossier');
    const saved = path === null ? {} : await saveDossier(call, session, path, wanted, matched);
    const link = options.link === true ? await linkTo(call, session, wanted, there) : {};
    if (path === null && options.link !== true) {
      screen.say('', screen.paint('soft', words.dossiers.said.howTo));
    }
    return { json: { ...dossierJson(call, wanted, matched, answers), ...saved, ...link } };
  },
};
