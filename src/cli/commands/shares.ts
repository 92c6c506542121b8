import { type Share, shares as listShares } from '../../client/consent/shares.js';
import { type Eager, takeBack } from '../../client/consent/take-back.js';
import type { Session } from '../../client/session.js';
import { SafeError } from '../../core/errors.js';
import type { Call, Command, Outcome } from '../command.js';
import { createProgress, type Progress } from '../progress.js';
import { shown } from '../screen.js';
import { table } from '../table.js';
import { tellWanted } from './relay-asks.js';
import { shareJson, whatText } from './share-view.js';

interface Numbered {
  readonly share: Share;
  readonly number: number;
}

const isOpen = ({ share }: Numbered): boolean => share.state === 'active' || share.state === 'waiting';

/** As `shares` numbers them: the oldest first, so that a new one renumbers no other. */
const numbered = async (session: Session): Promise<Numbered[]> => {
  const oldestFirst = (await listShares(session)).toSorted(
    (a, b) => a.givenAt - b.givenAt || (a.id < b.id ? -1 : 1),
  );
  return oldestFirst.map((share, at) => ({ share, number: at + 1 }));
};

/** A grant by its number or the beginning of its id. */
export const chooseShare = async (session: Session, word: string): Promise<Numbered> => {
  const all = await numbered(session);
  const byId = /^[0-9a-f]{8,32}$/i.test(word) ? word.toLowerCase() : null;
  const found = all.find(
    ({ share, number }) => String(number) === word || (byId !== null && share.id.startsWith(byId)),
  );
  if (!found) throw new SafeError('not_found', { details: { share: word } });
  return found;
};

/** A name is what who passed it on calls them; where there is none, the beginning of the id stands for it. */
const recipientText = ({ recipient, to }: Share): string =>
  shown(recipient === '' ? to.slice(0, 8) : recipient);

/** Who passed it on, in a line of its own: in a column it would be cut. */
const passedLines = (listed: readonly Numbered[], { said }: Call['words']['consent']): string[] =>
  listed.flatMap(({ share, number }) => {
    const { passed } = share;
    if (passed === null) return [];
    const who = shown(passed.by === '' ? passed.from : said.of(passed.by, passed.from));
    const how = passed.proof === 'holds' ? said.passedBy(who) : said.unproven;
    return [`  ${number}  ${recipientText(share)} (${how})`];
  });

const tell = ({ screen, words, format }: Call, listed: readonly Numbered[]): void => {
  const { columns, states } = words.consent;
  const titles = [
    { title: words.columns.number, align: 'right' as const },
    { title: columns.to, shrinks: true as const },
    { title: columns.what, shrinks: true as const },
    { title: columns.purpose, shrinks: true as const },
    { title: columns.until },
    { title: columns.state },
  ];
  const rows = listed.map(({ share, number }) => [
    { text: String(number) },
    { text: recipientText(share), tone: 'strong' as const },
    { text: whatText(share, words) },
    { text: shown(share.purpose) },
    { text: format.day(share.until) },
    { text: states[share.state], ...(share.state === 'active' ? {} : { tone: 'soft' as const }) },
  ]);
  screen.say(
    ...table(screen, titles, rows),
    ...passedLines(listed, words.consent),
    '',
    screen.paint('soft', words.consent.said.sharesNext),
  );
};

export const shares: Command = {
  options: ['all'],
  takes: [0, 0],
  run: async (call): Promise<Outcome> => {
    const session = await call.unlock();
    const all = await numbered(session);
    const listed = call.options.all === true ? all : all.filter(isOpen);
    if (listed.length === 0) call.screen.say(call.words.consent.said.noShares);
    else tell(call, listed);
    const wanted = await tellWanted(call, session);
    return { json: { shares: listed.map(({ share, number }) => shareJson(share, number)), wanted } };
  },
};

/** A bar for each paper that is written anew. */
const showing = (call: Call): Eager & { end(): void } => {
  let bar: Progress | undefined;
  return {
    onPaper: ({ metadata }, at, of) => {
      bar?.end();
      bar = createProgress(call.screen, call.format, `${at + 1}/${of} ${shown(metadata.title)}`);
      return bar.update;
    },
    end: () => bar?.end(),
  };
};

/** Taking back must be quick: nothing is asked, since it can be shown again. */
export const unshow: Command = {
  options: ['eager', 'yes'],
  takes: [1, 1],
  run: async (call): Promise<Outcome> => {
    const { words, screen } = call;
    const session = await call.unlock();
    const { share } = await chooseShare(session, call.rest[0] ?? '');
    const eager = call.options.eager === true ? showing(call) : undefined;
    const anew = await takeBack(session, share.id, { eager }).finally(() => eager?.end());
    const { said } = words.consent;
    screen.say(screen.paint('good', `✓ ${said.tookBack(recipientText(share))}`), said.unsharedNext);
    if (eager) screen.say(anew === 0 ? said.nothingDone : said.anew(anew));
    return { json: { tookBack: share.id, to: share.recipient, ...(eager && { anew }) } };
  },
};
