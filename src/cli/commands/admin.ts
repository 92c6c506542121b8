import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { certificateFor } from '../../client/relay/found.js';
import { fromBase64Url, toBase64Url, utf8 } from '../../core/bytes.js';
import { random } from '../../core/crypto/sodium.js';
import { SafeError } from '../../core/errors.js';
import { readAsk } from '../../core/protocol/contact.js';
import { directoryFingerprint, directoryKeys } from '../../core/protocol/directory.js';
import { fingerprintWords } from '../../core/protocol/words.js';
import type { Call, Command, Outcome } from '../command.js';
import { confirm, mustBeConfirmable } from '../confirm.js';
import { checkFree, once, saveFile, shownPath } from '../save-file.js';
import { shown } from '../screen.js';
import { usage } from '../usage.js';
import { textOrFile } from './public-code.js';
import { mustHave } from './worker-desk.js';

const SEED_BYTES = 32;
const PUBLIC = 'directory.pub';

const line = (bytes: Uint8Array): Uint8Array => utf8(`${toBase64Url(bytes)}\n`);

/** Makes the association's key: the secret half for its owner alone, the public half for the server. */
const init = async (call: Call): Promise<Outcome> => {
  const secret = resolve(mustHave(call, 'out', 'admin'));
  const open = join(dirname(secret), PUBLIC);
  for (const path of [secret, open]) await checkFree(path, false);
  const seed = random(SEED_BYTES);
  const { publicKey } = directoryKeys(seed);
  await saveFile(secret, once(line(seed)), { replace: false });
  await saveFile(open, once(line(publicKey)), { replace: false });
  const words = fingerprintWords(directoryFingerprint(publicKey));
  const { said } = call.words.consent;
  call.screen.say(
    said.directoryMade,
    `  ${shown(shownPath(secret))}`,
    said.directoryNext,
    `  ${shown(shownPath(open))}`,
    '',
    said.words(words),
  );
  return { json: { secret, public: open, key: toBase64Url(publicKey), words } };
};

const readSeed = async (path: string): Promise<Uint8Array> => {
  const text = await readFile(path, 'latin1').catch((cause: unknown) => {
    throw new SafeError('file_not_found', { cause });
  });
  try {
    const seed = fromBase64Url(text.trim());
    if (seed.length === SEED_BYTES) return seed;
  } catch {
    // said below
  }
  throw new SafeError('bad_contact', { details: { reason: 'directory' } });
};

/** Signs that a relay is what it is called, after a person compared its words with the founder. */
const certify = async (call: Call, word: string): Promise<Outcome> => {
  const request = await textOrFile(word);
  const name = mustHave(call, 'name', 'admin');
  const seed = await readSeed(mustHave(call, 'directory', 'admin'));
  const words = fingerprintWords(readAsk(request).fp);
  mustBeConfirmable(call);
  await confirm(call, call.words.consent.ask.request(shown(name), words.join(' ')));
  const certificate = certificateFor(request, name, seed, call.device.clock.now());
  const directory = toBase64Url(directoryKeys(seed).publicKey);
  call.screen.say(call.words.consent.said.bringBack, '', certificate, '', `${PUBLIC}: ${directory}`);
  return { json: { certificate, directory, name, words } };
};

export const admin: Command = {
  options: ['out', 'name', 'directory', 'yes'],
  takes: [1, 3],
  run: async (call): Promise<Outcome> => {
    const [verb = '', second, request] = call.rest;
    const known = call.words.help.usages.admin;
    if (verb === 'init' && second === undefined) return init(call);
    if (verb !== 'relay' || second !== 'create')
      throw usage('argument_unknown', { name: verb, usage: known });
    if (request === undefined) throw usage('argument_missing', { usage: 'admin relay create' });
    return certify(call, request);
  },
};
