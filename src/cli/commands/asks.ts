import { type Drop, endDrop, listDrops } from '../../client/drops/list.js';
import type { Session } from '../../client/session.js';
import { SafeError } from '../../core/errors.js';
import type { Call, Command, Outcome } from '../command.js';
import { shown } from '../screen.js';
import { table } from '../table.js';

/** The address on a line of its own, and what whoever has it can do. */
export const dropLines = ({ words, screen }: Call, { url }: Pick<Drop, 'url'>): string[] => {
  const { said } = words.drops;
  return [said.address, `  ${screen.paint('strong', url)}`, '', said.whoever];
};

interface Numbered {
  readonly drop: Drop;
  readonly number: number;
}

/** Numbered from the oldest on, so that a new one renumbers no other. */
const listed = async (session: Session): Promise<Numbered[]> =>
  (await listDrops(session))
    .toSorted((a, b) => a.madeAt - b.madeAt || (a.id < b.id ? -1 : 1))
    .map((drop, at) => ({ drop, number: at + 1 }));

const choose = (all: readonly Numbered[], word: string): Numbered => {
  const byId = /^[0-9a-f]{8,32}$/i.test(word) ? word.toLowerCase() : null;
  const found = all.find(
    ({ drop, number }) => String(number) === word || (byId !== null && drop.id.startsWith(byId)),
  );
  if (!found) throw new SafeError('not_found', { details: { link: word } });
  return found;
};

const time = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

const dropJson = ({ drop, number }: Numbered) => ({
  number,
  id: drop.id,
  state: drop.state,
  url: drop.url,
  agency: drop.card.from,
  purpose: drop.card.purpose,
  until: time(drop.statement.exp),
  count: drop.statement.count,
  came: drop.papers,
  room: drop.statement.bytes,
  used: drop.bytes,
  madeAt: time(drop.madeAt),
  lastUsedAt: time(drop.lastUsedAt),
  endedAt: time(drop.endedAt),
});

const tellAll = ({ screen, words, format }: Call, all: readonly Numbered[]): void => {
  const { columns, states, said } = words.drops;
  const titles = [
    { title: words.columns.number, align: 'right' as const },
    { title: columns.from, shrinks: true as const },
    { title: columns.came },
    { title: columns.until },
    { title: columns.state },
  ];
  const rows = all.map(({ drop, number }) => [
    { text: String(number) },
    { text: shown(drop.card.from), tone: 'strong' as const },
    { text: said.came(drop.papers, drop.statement.count) },
    { text: format.day(drop.statement.exp) },
    { text: states[drop.state], ...(drop.state === 'open' ? {} : { tone: 'soft' as const }) },
  ]);
  screen.say(...table(screen, titles, rows), '', screen.paint('soft', said.listNext));
};

const tellOne = (call: Call, { drop }: Numbered): void => {
  const { said, states } = call.words.drops;
  const { from, purpose } = drop.card;
  call.screen.say(
    ...(from === '' ? [] : [said.from(shown(from))]),
    ...(purpose === '' ? [] : [said.purpose(shown(purpose))]),
    said.standing(states[drop.state], said.came(drop.papers, drop.statement.count)),
    '',
    ...(drop.state === 'open' ? dropLines(call, drop) : []),
  );
};

export const asks: Command = {
  options: ['all'],
  takes: [0, 1],
  run: async (call): Promise<Outcome> => {
    const all = await listed(await call.unlock());
    const [word] = call.rest;
    if (word !== undefined) {
      const found = choose(all, word);
      tellOne(call, found);
      return { json: { link: dropJson(found) } };
    }
    const some = call.options.all === true ? all : all.filter(({ drop }) => drop.state === 'open');
    if (some.length === 0) call.screen.say(call.words.drops.said.none);
    else tellAll(call, some);
    return { json: { links: some.map(dropJson) } };
  },
};

/** Closing must be quick: nothing is asked, since another link can be made. */
export const unask: Command = {
  options: ['yes'],
  takes: [1, 1],
  run: async (call): Promise<Outcome> => {
    const session = await call.unlock();
    const { drop } = choose(await listed(session), call.rest[0] ?? '');
    await endDrop(session, drop);
    const { said } = call.words.drops;
    call.screen.say(call.screen.paint('good', `✓ ${said.closed}`), said.closedNext);
    return { json: { closed: drop.id } };
  },
};
