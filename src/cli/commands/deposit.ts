import { groundOfGrant, groundOfRelay, knownHolder, leavePaper } from '../../client/deposit/leave.js';
import type { AccountSession } from '../../client/session.js';
import { toHex } from '../../core/bytes.js';
import { SafeError } from '../../core/errors.js';
import { isSameName } from '../../core/finding.js';
import type { Identity } from '../../core/protocol/identity.js';
import type { Call, Command, Outcome } from '../command.js';
import { shown } from '../screen.js';
import { usage } from '../usage.js';
import type { Fate } from './add-view.js';
import {
  checkDescription,
  contentsOf,
  describeFile,
  exitOf,
  fateJson,
  readFile,
  sendFiles,
  withProgress,
} from './files-desk.js';
import { listSeen } from './people.js';
import { chooseRelay } from './worker-desk.js';

interface Person {
  readonly id: string;
  readonly name: string;
}

/** Somebody whose code was read here, by the name that the worker gave them or the beginning of their id. */
const choosePerson = ({ pins }: AccountSession, word: string): Person => {
  const all = Object.entries(pins.known().contacts).map(([id, { name }]) => ({ id, name }));
  const named = all.filter(({ name }) => isSameName(name, word));
  const byId = /^[0-9a-f]{8,32}$/i.test(word)
    ? all.filter(({ id }) => id.startsWith(word.toLowerCase()))
    : [];
  const [only, ...more] = named.length > 0 ? named : byId;
  if (!only) throw new SafeError('not_found', { details: { person: word } });
  if (more.length > 0) throw usage('ambiguous_person');
  return only;
};

/** Under what the person agreed to, if they did; else in the name of the worker's relay. */
const groundFor = async (call: Call, session: AccountSession, holder: Identity) => {
  const { seen } = await listSeen(session);
  const theirs = seen.filter(({ received }) => received.holder.uid === toHex(holder.uid));
  for (const { received } of call.options.relay === undefined ? theirs : []) {
    const ground = groundOfGrant(received);
    if (ground) return ground;
  }
  return groundOfRelay(session, (await chooseRelay(call, session)).relay, holder);
};

/** How files are left for one person; `doc` under an id that is known before, where it may have to be tried again. */
type Leaving = (path: string, doc?: Uint8Array) => Promise<Fate>;

/** The relay and the keys are found once for all files. */
const prepare = async (call: Call, word: string, met: (person: Person) => void): Promise<Leaving> => {
  const session = await call.unlockWorker();
  const person = choosePerson(session, word);
  const holder = await knownHolder(session, person.id);
  const ground = await groundFor(call, session, holder);
  met(person);
  return async (path, doc) => {
    const file = await readFile(call, path);
    const metadata = describeFile(call, file);
    const paper = { metadata, ...(await contentsOf(file)), ...(doc && { doc }) };
    const { doc: id } = await withProgress(call, metadata.title, async (update) =>
      leavePaper(session, { holder, ground }, paper, update),
    );
    return { path, state: 'left', id, title: metadata.title, person: person.name, file };
  };
};

/** The same, for whoever needs nothing of the person but the way to them. */
export const leavingFor = (call: Call, word: string): Promise<Leaving> =>
  prepare(call, word, () => undefined);

export const deposit: Command = {
  options: ['title', 'kind', 'expires', 'note', 'keep-metadata', 'relay'],
  takes: [2, 51],
  run: async (call): Promise<Outcome> => {
    const [word = '', ...files] = call.rest;
    checkDescription(call, files, call.options.title !== undefined);
    let person: Person | null = null;
    const fates = await sendFiles(call, files, () =>
      prepare(call, word, (found) => {
        person = found;
      }),
    );
    const [only] = fates;
    if (files.length === 1 && only?.state === 'refused' && call.screen.json) throw only.error;
    if (fates.some(({ state }) => state === 'left')) {
      call.screen.say(call.screen.paint('soft', call.words.deposits.said.leftNext(shown(word))));
    }
    return { exit: exitOf(fates, files.length), json: { person, files: fates.map(fateJson) } };
  },
};
