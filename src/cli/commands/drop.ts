import { leaving, newDropId } from '../../client/drops/leave.js';
import { type LookedAtDrop, lookAtDrop } from '../../client/drops/look.js';
import { toHex, utf8 } from '../../core/bytes.js';
import { type DropAddress, parseDrop } from '../../core/protocol/drop-secret.js';
import { serverAddress } from '../address.js';
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

const MAX_NAME_BYTES = 62;

/** For whom papers are taken, and until when: before anything is sent. */
const tellCard = ({ screen, words, format }: Call, { card, papersLeft }: LookedAtDrop): void => {
  if (!card) return;
  const { said } = words.drops;
  screen.remark(
    ...(card.to === '' ? [] : [said.to(shown(card.to))]),
    ...(card.purpose === '' ? [] : [said.purpose(shown(card.purpose))]),
    said.takes(papersLeft, format.moment(card.exp)),
  );
};

const prepare = async (
  call: Call,
  address: DropAddress,
  name: string | null,
): Promise<(path: string) => Promise<Fate>> => {
  const looked = await lookAtDrop(call.device, address);
  tellCard(call, looked);
  const leave = leaving(call.device, looked);
  const person = looked.card?.to || call.words.drops.said.somebody;
  return async (path) => {
    const file = await readFile(call, path);
    const metadata = describeFile(call, file);
    const doc = newDropId();
    const contents = await contentsOf(file);
    await withProgress(call, metadata.title, (update) => leave({ metadata, ...contents, doc, name }, update));
    return { path, state: 'left', id: toHex(doc), title: metadata.title, person, file };
  };
};

/** Leaves papers by a link: needs no safe, and leaves nothing on the machine. */
export const drop: Command = {
  options: ['as', 'title', 'kind', 'keep-metadata'],
  takes: [2, 51],
  run: async (call): Promise<Outcome> => {
    const { options, words, screen } = call;
    const [word = '', ...files] = call.rest;
    const name = options.as ?? null;
    if (utf8(name ?? '').length > MAX_NAME_BYTES) throw usage('too_long');
    checkDescription(call, files, options.title !== undefined);
    const address = parseDrop(word === '-' ? await call.secrets.hidden(`${words.drops.ask.link} `) : word);
    serverAddress(address.server, options['insecure-http'] === true);
    const fates = await sendFiles(call, files, () => prepare(call, address, name));
    const [only] = fates;
    if (files.length === 1 && only?.state === 'refused' && screen.json) throw only.error;
    if (fates.some(({ state }) => state === 'left')) {
      screen.say(screen.paint('soft', words.drops.said.leftNext));
    }
    return { exit: exitOf(fates, files.length), json: { files: fates.map(fateJson) } };
  },
};
