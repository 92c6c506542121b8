import { withdrawAsk } from '../../../client/asks/end.js';
import type { PaperAsk } from '../../../client/asks/listed.js';
import { madeAsks } from '../../../client/asks/made.js';
import { askFor } from '../../../client/asks/make.js';
import type { Received } from '../../../client/consent/received.js';
import { believedBy } from '../../../client/relay/at-work.js';
import { SafeError } from '../../../core/errors.js';
import type { AskBody } from '../../../core/protocol/ask.js';
import { opened, stillOpened } from './opened.js';
import { shownOf } from './people.js';

/** A paper that a person was asked for. */
export interface AskView {
  readonly id: string;
  /** One of these does. */
  readonly kinds: readonly string[];
  readonly note: string;
  readonly state: 'open' | 'shown' | 'refused' | 'withdrawn' | 'expired' | 'over';
  /** Who of the team asked; empty for a worker on their own. */
  readonly by: string;
  /** Milliseconds since 1970. */
  readonly madeAt: number;
  readonly endedAt: number | null;
}

const known = new Map<string, PaperAsk>();

/** What was asked goes with the keys. */
export const forgetAsked = (): void => known.clear();

/** Under what a person is asked: what they showed themselves, and what lasts longest of it. */
const groundsOf = (person: string): Received[] =>
  shownOf(person)
    .filter(({ passed, state }) => passed === null && state === 'active')
    .toSorted((a, b) => b.grant.exp - a.grant.exp);

/** What a person was asked for, newest first, and what came of it. */
export const asked = async (person: string): Promise<AskView[]> => {
  const session = opened();
  const grounds = groundsOf(person);
  if (grounds.length === 0) return [];
  const { believed } = await believedBy(session);
  const found: PaperAsk[] = [];
  for (const one of grounds) found.push(...(await madeAsks(session, believed, one)));
  stillOpened(session);
  for (const one of found) known.set(one.id, one);
  return found
    .toSorted((a, b) => b.madeAt - a.madeAt)
    .map(({ id, kinds, note, state, by, madeAt, endedAt }) => ({
      id,
      kinds,
      note,
      state,
      by,
      madeAt,
      endedAt,
    }));
};

/** Asks a person for papers, one each: it shows on their phone. @throws SafeError `asks_full`, `not_granted`, … */
export const ask = async (person: string, wanted: readonly AskBody[]): Promise<void> => {
  const [ground] = groundsOf(person);
  if (!ground) throw new SafeError('not_granted');
  await askFor(opened(), ground, wanted);
};

/** It is not needed any more. */
export const unask = async (id: string): Promise<void> => {
  const one = known.get(id);
  if (!one) throw new SafeError('not_found');
  await withdrawAsk(opened(), one);
};
