import type { PaperAsk } from '../../client/asks/listed.js';
import { madeAsks } from '../../client/asks/made.js';
import { askFor } from '../../client/asks/make.js';
import { wantedPapers } from '../../client/asks/list.js';
import { believedBy } from '../../client/relay/at-work.js';
import type { Session } from '../../client/session.js';
import { MAX_ASK_NOTE } from '../../core/protocol/ask.js';
import { SafeError } from '../../core/errors.js';
import type { Call, Outcome } from '../command.js';
import { shown } from '../screen.js';
import { usage } from '../usage.js';
import { checkDescription } from './files-desk.js';
import { kindName } from './paper-view.js';
import { chooseSeen, listSeen, personText } from './people.js';
import { good, type Verb } from './worker-desk.js';

/** Which paper, and the word that goes with it. */
const whatOf = ({ kinds, note }: Pick<PaperAsk, 'kinds' | 'note'>, { words }: Call): string => {
  const named = kinds.map((kind) => kindName(kind, words)).join(' / ');
  return note === '' ? named : `${named} (${shown(note)})`;
};

const askJson = ({ id, kinds, note, state, by, madeAt }: PaperAsk) => ({
  id,
  kinds,
  note,
  state,
  by,
  askedAt: new Date(madeAt).toISOString(),
});

const send = async (call: Call, word: string): Promise<Outcome> => {
  const { kind, note = '' } = call.options;
  if (kind === undefined) {
    throw usage('option_missing', { name: '--kind', usage: 'relay asks NUMBER --kind KIND' });
  }
  checkDescription(call, [], false);
  if (note.length > MAX_ASK_NOTE) throw new SafeError('invalid_request');
  const session = await call.unlockWorker();
  const seen = chooseSeen((await listSeen(session)).seen, word);
  await askFor(session, seen.received, [{ kinds: [kind], note }]);
  good(call, call.words.asks.sent(personText(seen), kindName(kind, call.words)));
  return { json: { asked: { person: seen.received.holder.uid, kind, note } } };
};

/** Asks a person who shows something, by its number in `people`; or tells what was asked, and what came of it. */
export const asks: Verb = async (call, word) => {
  if (word !== undefined) return send(call, word);
  const session = await call.unlockWorker();
  const { believed } = await believedBy(session);
  const { seen } = await listSeen(session);
  const json = [];
  for (const one of seen.filter(({ received }) => received.opened && received.passed === null)) {
    for (const ask of await madeAsks(session, believed, one.received)) {
      const line = [whatOf(ask, call), call.words.asks.states[ask.state], call.format.day(ask.madeAt)];
      call.screen.say(`${personText(one)}: ${line.join(', ')}`);
      json.push({ number: one.number, person: one.received.holder.uid, ...askJson(ask) });
    }
  }
  if (json.length === 0) call.screen.say(call.words.asks.none);
  return { json: { asks: json } };
};

/** What the holder is asked for, beside what they show. */
export const tellWanted = async (call: Call, session: Session) => {
  const { wanted } = await wantedPapers(session);
  for (const one of wanted) {
    const who = one.by === '' ? one.relay : call.words.consent.said.of(one.by, one.relay);
    call.screen.say(call.words.asks.wanted(shown(who), whatOf(one, call)));
  }
  return wanted.map((one) => ({ ...askJson(one), from: one.relay }));
};
