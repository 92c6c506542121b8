import { posterModel } from '../../client/card/poster.js';
import { posterOf } from '../../client/relay/found.js';
import type { OwnRelay } from '../../client/relay/load.js';
import { toHex } from '../../core/bytes.js';
import { fingerprintWords } from '../../core/protocol/words.js';
import type { Call, Outcome } from '../command.js';
import { checkFree, once, saveFile, shownPath, targetPath } from '../save-file.js';
import { shown } from '../screen.js';
import { chooseRelay, relayName } from './worker-desk.js';

const draw = async (call: Call, relay: OwnRelay, code: string, path: string): Promise<Uint8Array> => {
  const { poster: texts } = call.words.consent;
  const model = posterModel({
    code,
    name: relayName(relay),
    title: texts.title,
    scan: texts.scan,
    wordsTitle: texts.words,
    words: fingerprintWords(relay.fp),
    id: toHex(relay.relay),
    language: call.words.language,
    issued: new Date(call.device.clock.now()).toISOString().slice(0, 10),
  });
  // drawing takes large libraries: only who asks for a file waits for them
  if (path.toLowerCase().endsWith('.png')) return (await import('../card/png.js')).renderCardPng(model);
  return (await import('../card/pdf.js')).renderCardPdf(model);
};

/** The relay's public code: here, or as a poster in a file. */
export const poster = async (call: Call): Promise<Outcome> => {
  const { options, screen, words } = call;
  const session = await call.unlockWorker();
  const relay = await chooseRelay(call, session);
  const code = posterOf(relay);
  const { said, posterFile } = words.consent;
  const facts = { id: toHex(relay.relay), name: relay.name, code, words: fingerprintWords(relay.fp) };
  screen.say(code, '', said.words(facts.words), facts.id);
  if (options.out === undefined) return { json: { poster: facts } };
  const path = await targetPath(options.out, `${posterFile}.pdf`);
  const replace = options.force === true;
  await checkFree(path, replace);
  await saveFile(path, once(await draw(call, relay, code, path)), { replace });
  screen.say('', screen.paint('good', `✓ ${shown(shownPath(path))}`), said.posterNext);
  return { json: { poster: facts, saved: path } };
};
