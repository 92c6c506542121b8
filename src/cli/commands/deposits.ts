import { keepDeposits } from '../../client/deposit/keep.js';
import { openDoor, refuseDeposits } from '../../client/deposit/refuse.js';
import { type Unproven, type Waiting, waitingDeposits } from '../../client/deposit/waiting.js';
import type { Session } from '../../client/session.js';
import { SafeError } from '../../core/errors.js';
import { choosePapers, isMeant } from '../choose.js';
import type { Call, Command, Outcome } from '../command.js';
import { confirm, mustBeConfirmable } from '../confirm.js';
import { shown } from '../screen.js';
import { table } from '../table.js';
import { usage } from '../usage.js';
import type { Words } from '../words/words.js';
import { withProgress } from './files-desk.js';
import { kindName } from './paper-view.js';

/** By which link it came; the name of the relay or worker, if something speaks for it; else the beginning of its words. */
const fromText = ({ from }: Waiting, { deposits, drops }: Words): string => {
  if (from.link) return drops.said.byLink(shown(from.link.from));
  return from.name === null ? deposits.said.unknown(from.words.slice(0, 3).join(' ')) : shown(from.name);
};

/** The worker, as their team knows them; or the name that was left with it, which nothing proves. */
const byText = ({ from }: Waiting, { deposits, drops }: Words): string => {
  if (from.link) return from.claims === null ? drops.said.nobody : drops.said.claims(shown(from.claims));
  return `${shown(from.workerName)}${from.stillThere ? '' : ` (${deposits.said.noLonger})`}`;
};

/** The words of relays that nothing speaks for, each once. */
const unknownRelays = (waiting: readonly Waiting[]): Map<string | null, readonly string[]> =>
  new Map(
    waiting
      .filter(({ from }) => from.link === null && !from.verified)
      .map(({ from }) => [from.relay, from.words]),
  );

const depositJson = ({ doc, from, metadata, at }: Waiting, number?: number) => ({
  ...(number === undefined ? {} : { number }),
  id: doc,
  title: metadata.title,
  kind: metadata.kind,
  size: metadata.size,
  from: {
    relay: from.relay,
    name: from.name,
    verified: from.verified,
    words: from.words,
    ...(from.link
      ? { worker: null, link: { ...from.link, claimedName: from.claims } }
      : {
          worker: { id: from.worker, name: from.workerName, stillThere: from.stillThere },
          link: null,
        }),
  },
  leftAt: new Date(at).toISOString(),
});

const tell = ({ screen, words, format }: Call, waiting: readonly Waiting[]): void => {
  const { columns, said } = words.deposits;
  const titles = [
    { title: words.columns.number, align: 'right' as const },
    { title: words.columns.title, shrinks: true as const },
    { title: words.columns.kind, shrinks: true as const },
    { title: columns.from, shrinks: true as const },
    { title: columns.by, shrinks: true as const },
    { title: columns.left },
  ];
  const rows = waiting.map((one, at) => {
    const { metadata, from } = one;
    return [
      { text: String(at + 1) },
      { text: shown(metadata.title), tone: 'strong' as const },
      { text: kindName(metadata.kind, words) },
      { text: fromText(one, words), ...(from.verified ? {} : { tone: 'warn' as const }) },
      { text: byText(one, words) },
      { text: format.day(one.at) },
    ];
  });
  screen.say(...table(screen, titles, rows), '');
  const unknown = unknownRelays(waiting);
  if (unknown.size > 0) screen.say(screen.paint('warn', said.unknownSender));
  for (const words8 of unknown.values()) screen.say(`  ${words8.join(' ')}`);
  if (waiting.some(({ from }) => from.link)) screen.say(screen.paint('warn', words.drops.said.unsigned));
  screen.say(screen.paint('soft', said.next));
};

const tellUnproven = ({ screen, words }: Call, unproven: readonly Unproven[]): void => {
  if (unproven.length > 0) screen.remark(screen.paint('bad', words.deposits.said.unproven(unproven.length)));
};

const setDoor = async (call: Call, open: boolean): Promise<Outcome> => {
  await openDoor(await call.unlock(), open);
  const { said } = call.words.deposits;
  call.screen.say(call.screen.paint('good', `✓ ${open ? said.opened : said.closed}`));
  return { json: { open } };
};

export const deposits: Command = {
  options: [],
  takes: [0, 1],
  run: async (call): Promise<Outcome> => {
    const [verb] = call.rest;
    if (verb === 'open' || verb === 'close') return setDoor(call, verb === 'open');
    if (verb !== undefined) throw usage('argument_unknown', { usage: call.words.help.usages.deposits });
    const { open, waiting, unproven } = await waitingDeposits(await call.unlock());
    const { said } = call.words.deposits;
    if (waiting.length === 0) call.screen.say(said.none);
    else tell(call, waiting);
    if (!open) call.screen.say(call.screen.paint('soft', said.isClosed));
    tellUnproven(call, unproven);
    return { json: { open, deposits: waiting.map((one, at) => depositJson(one, at + 1)), unproven } };
  },
};

const isFrom = ({ from }: Waiting, word: string): boolean => isMeant(from.relay ?? '', from.name ?? '', word);

/** Those that are meant: by number or title, or all of a relay. */
const choose = async ({ rest, options }: Call, session: Session): Promise<Waiting[]> => {
  const { waiting } = await waitingDeposits(session);
  const { relay } = options;
  if (relay === undefined) return choosePapers(waiting, rest);
  const found = waiting.filter((one) => isFrom(one, relay));
  if (found.length === 0) throw new SafeError('not_found', { details: { relay } });
  return found;
};

/** Either papers are named, or all of a relay. */
const checkNamed = ({ rest, options, words }: Call, name: 'keep' | 'refuse'): void => {
  if (rest.length > 0 === (options.relay !== undefined)) {
    throw usage('argument_missing', { usage: words.help.usages[name] });
  }
};

const quotedTitle = ({ metadata }: Waiting, words: Words): string => words.quote(shown(metadata.title));

export const keep: Command = {
  options: ['relay', 'yes'],
  takes: [0, 200],
  run: async (call): Promise<Outcome> => {
    const { words, screen } = call;
    checkNamed(call, 'keep');
    const session = await call.unlock();
    const chosen = await choose(call, session);
    for (const words8 of unknownRelays(chosen).values())
      await confirm(call, words.deposits.ask.unknown(words8.join(' ')));
    const title = chosen.map((one) => quotedTitle(one, words)).join(', ');
    await withProgress(call, title, (update) =>
      keepDeposits(session, chosen, {
        unverified: true,
        onProgress: (_, read, total) => update(read, total),
      }),
    );
    for (const one of chosen) {
      const line = words.deposits.said.kept(quotedTitle(one, words), fromText(one, words));
      screen.say(screen.paint('good', `✓ ${line}`));
    }
    return { json: { kept: chosen.map((one) => depositJson(one)) } };
  },
};

export const refuse: Command = {
  options: ['relay', 'yes'],
  takes: [0, 200],
  run: async (call): Promise<Outcome> => {
    const { words, screen } = call;
    checkNamed(call, 'refuse');
    mustBeConfirmable(call);
    const session = await call.unlock();
    const chosen = await choose(call, session);
    const names = chosen.map((one) => quotedTitle(one, words));
    await confirm(call, words.deposits.ask.refuse(names.join(', ')));
    await refuseDeposits(
      session,
      chosen.map(({ doc }) => doc),
    );
    for (const name of names) screen.say(screen.paint('good', `✓ ${words.deposits.said.refused(name)}`));
    return { json: { refused: chosen.map((one) => depositJson(one)) } };
  },
};
