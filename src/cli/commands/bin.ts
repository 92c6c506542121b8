import { binPaper, destroyPaper, restorePaper } from '../../client/bin.js';
import type { Session } from '../../client/session.js';
import { choosePapers } from '../choose.js';
import type { Call, Command, Outcome } from '../command.js';
import { confirm } from '../confirm.js';
import { listedPapers } from './find-paper.js';
import { paperJson, quoted } from './paper-view.js';

interface Change {
  readonly inBin: (call: Call) => boolean;
  readonly apply: (session: Session, docs: readonly string[]) => Promise<void>;
  readonly said: 'binned' | 'restored' | 'destroyed';
}

/** Chooses the papers, makes the change in one step, and says what happened to each. */
const change = async (call: Call, { inBin, apply, said }: Change, ask: boolean): Promise<Outcome> => {
  const { rest, words, screen } = call;
  const session = await call.unlock();
  const papers = choosePapers(await listedPapers(session, inBin(call)), rest);
  const names = papers.map((paper) => quoted(paper, words));
  if (ask) await confirm(call, words.ask.destroy(names.join(', ')));
  await apply(
    session,
    papers.map(({ doc }) => doc),
  );
  for (const name of names) screen.say(screen.paint('good', `✓ ${words.said[said](name)}`));
  return { json: { [said]: papers.map((paper) => paperJson(paper)) } };
};

const MANY: readonly [number, number] = [1, 500];

export const bin: Command = {
  options: [],
  takes: MANY,
  run: async (call) => {
    const outcome = await change(call, { inBin: () => false, apply: binPaper, said: 'binned' }, false);
    call.screen.say(call.words.said.binnedNext);
    return outcome;
  },
};

export const restore: Command = {
  options: [],
  takes: MANY,
  run: (call) => change(call, { inBin: () => true, apply: restorePaper, said: 'restored' }, false),
};

export const destroy: Command = {
  options: ['bin', 'yes'],
  takes: MANY,
  run: (call) =>
    change(
      call,
      { inBin: ({ options }) => options.bin === true, apply: destroyPaper, said: 'destroyed' },
      true,
    ),
};
