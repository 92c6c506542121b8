import { resolveByWords } from '../../client/consent/by-words.js';
import { type Recipient, resolveRecipient } from '../../client/consent/recipient.js';
import { healthWithin, show as showPapers, type What } from '../../client/consent/show.js';
import type { Paper } from '../../client/paper.js';
import { listPapers } from '../../client/papers.js';
import type { Session } from '../../client/session.js';
import { SafeError } from '../../core/errors.js';
import { isSameName } from '../../core/finding.js';
import { isPosterText } from '../../core/protocol/contact.js';
import { EXPLAINED } from '../../core/protocol/grant.js';
import { KIND_CATEGORIES, type KindCategory } from '../../core/kinds.js';
import { choosePapers, inOrder } from '../choose.js';
import type { Call, Command, Outcome } from '../command.js';
import { confirm, mustBeConfirmable } from '../confirm.js';
import { isDay } from '../format.js';
import { shown } from '../screen.js';
import { usage } from '../usage.js';
import type { Summary } from '../words/consent-words.js';
import { textOrFile } from './public-code.js';
import { shareJson } from './share-view.js';
import { mustHave } from './worker-desk.js';

const DAY = 86_400_000;
const LENGTHS = new Set(['1', '31', '182', '365']);
const DEFAULT_DAYS = 31;

/** The end of the last day, where the person is; or so many days from now. */
export const untilOf = ({ options, device }: Call): number => {
  const { days, until } = options;
  if (until !== undefined) {
    if (!isDay(until) || days !== undefined) throw usage(days === undefined ? 'bad_date' : 'bad_days');
    const end = new Date(`${until}T23:59:59`).getTime();
    const now = device.clock.now();
    if (end <= now || end > now + 365 * DAY) throw usage('bad_days');
    return end;
  }
  if (days !== undefined && !LENGTHS.has(days)) throw usage('bad_days');
  return device.clock.now() + Number(days ?? DEFAULT_DAYS) * DAY;
};

/** A shelf by its id or its name. */
const shelfOf = (word: string): KindCategory => {
  const found = Object.entries(KIND_CATEGORIES).find(([slug, names]) =>
    [slug, names.fr, names.en].some((one) => isSameName(one, word)),
  );
  if (!found) throw new SafeError('not_found', { details: { category: word } });
  return found[0] as KindCategory;
};

type Wanted =
  | { readonly papers: readonly string[] }
  | { readonly shelf: KindCategory }
  | { readonly all: true };

const wantedOf = ({ rest, options }: Call): Wanted => {
  const { category, all } = options;
  const ways = [rest.length > 0, category !== undefined, all === true].filter(Boolean).length;
  if (ways !== 1) throw usage('nothing_to_show');
  if (category !== undefined) return { shelf: shelfOf(category) };
  return all === true ? { all: true } : { papers: rest };
};

interface Chosen {
  readonly what: What;
  readonly told: Pick<Summary, 'what' | 'health'>;
}

/** Health papers among a shelf or everything are told by name, and shown only to who asked for that. */
const healthIn = (papers: readonly Paper[], shelf: KindCategory | null, named: boolean): string[] | null => {
  const found = healthWithin(papers, shelf);
  if (found === null) return null;
  if (!named) throw new SafeError('health_not_named', { details: { papers: found.length } });
  return found.map(({ metadata }) => metadata.title);
};

const choose = async (call: Call, session: Session, wanted: Wanted): Promise<Chosen> => {
  const { papers: listed, safe } = await listPapers(session);
  const papers = inOrder(listed);
  const named = call.options.health === true;
  if ('papers' in wanted) {
    const chosen = choosePapers(papers, wanted.papers);
    return {
      what: { papers: chosen.map(({ doc }) => doc) },
      told: { what: chosen.map(({ metadata }) => metadata.title), health: null },
    };
  }
  if ('all' in wanted) return { what: wanted, told: { what: null, health: healthIn(papers, null, named) } };
  const { shelf } = wanted;
  const label = KIND_CATEGORIES[shelf][call.words.language];
  // A shelf is made with its first paper.
  if (!safe.categories.some(({ slug }) => slug === shelf)) {
    throw new SafeError('not_found', { details: { shelf: label } });
  }
  return {
    what: { categories: [shelf] },
    told: { what: { shelf: label }, health: healthIn(papers, shelf, named) },
  };
};

type ByCode<S> = (session: S, code: string, name: string) => Promise<Recipient>;
type ByWords<S> = (session: S, id: string, words: readonly string[], name: string) => Promise<Recipient>;

/** Who it is for: by a code or a picture of one, or by words that were compared. */
export const meetOf = async <S>(
  call: Call,
  command: 'show' | 'pass',
  byCode: ByCode<S>,
  byWords: ByWords<S>,
): Promise<(session: S) => Promise<Recipient>> => {
  const { to, relay, words, name = '' } = call.options;
  if (relay === undefined && words === undefined) {
    const code = await textOrFile(to ?? mustHave(call, 'to', command));
    // A worker's code says no name, and a receipt to nobody would say nothing.
    if (!isPosterText(code)) mustHave(call, 'name', command);
    return (session) => byCode(session, code, name);
  }
  if (to !== undefined || !/^[0-9a-f]{32}$/i.test(relay ?? '') || words === undefined)
    throw usage('bad_words');
  const typed = words.trim().split(/[\s,]+/);
  return (session) => byWords(session, (relay ?? '').toLowerCase(), typed, name);
};

const explainedOf = ({ options: { explained } }: Call): (typeof EXPLAINED)[number] => {
  const how = EXPLAINED.find((one) => one === (explained ?? 'read'));
  if (how === undefined) throw usage('bad_explained');
  return how;
};

export const show: Command = {
  options: [
    ...(['to', 'for', 'days', 'until', 'all', 'category', 'health', 'explained'] as const),
    ...(['relay', 'words', 'name', 'manage', 'add', 'yes'] as const),
  ],
  takes: [0, 200],
  run: async (call): Promise<Outcome> => {
    const { words, screen, format } = call;
    const wanted = wantedOf(call);
    const purpose = mustHave(call, 'for', 'show').trim();
    const until = untilOf(call);
    const explained = explainedOf(call);
    const meet = await meetOf<Session>(call, 'show', resolveRecipient, resolveByWords);
    const { manage = false, add = false } = call.options;
    if (add && 'papers' in wanted) throw usage('add_what');
    mustBeConfirmable(call);
    const session = await call.unlock();
    const recipient = await meet(session);
    const { what, told } = await choose(call, session, wanted);
    const { name: to, kind } = recipient;
    const summary = { ...told, to, kind, manage, add, purpose, until: format.moment(until) };
    const lines = words.consent.summary(summary);
    screen.remark(...lines.map(shown), '');
    await confirm(call, words.consent.ask.show(shown(to)));
    const share = await showPapers(session, {
      what,
      recipient,
      purpose,
      until,
      language: words.language,
      shown: lines.join('\n'),
      explained,
      perm: [...(add ? (['add'] as const) : []), ...(manage ? (['manage'] as const) : []), 'read'],
      healthNamed: call.options.health === true,
    });
    const { said } = words.consent;
    screen.say(screen.paint('good', `✓ ${said.shown(shown(to), format.moment(until))}`), said.sharesNext);
    return { json: { share: shareJson(share) } };
  },
};
