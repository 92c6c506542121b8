import { readFile, stat } from 'node:fs/promises';
import { exportReceipt } from '../../client/consent/receipt.js';
import { type VerifiedReceipt, verifyReceipt } from '../../client/consent/verify-receipt.js';
import { fromBase64Url, fromHex, utf8 } from '../../core/bytes.js';
import { isPosterText, readPoster } from '../../core/protocol/contact.js';
import { SafeError } from '../../core/errors.js';
import type { Call, Command, Outcome } from '../command.js';
import { checkFree, once, saveFile, shownPath, targetPath } from '../save-file.js';
import { shown } from '../screen.js';
import { usage } from '../usage.js';
import { readDirectory, textOrFile } from './public-code.js';
import { chooseShare } from './shares.js';

const MOST_BYTES = 4 * 1024 * 1024;

const save = async (call: Call, word: string): Promise<Outcome> => {
  const { options, words, screen } = call;
  const code = options.to === undefined ? undefined : await textOrFile(options.to);
  const poster = code !== undefined && isPosterText(code) ? readPoster(code) : undefined;
  const session = await call.unlock();
  const { share } = await chooseShare(session, word);
  const path = await targetPath(options.out, `${words.consent.receiptFile}-${share.id.slice(0, 8)}.json`);
  const replace = options.force === true;
  await checkFree(path, replace);
  const text = await exportReceipt(session, share.id, { poster });
  await saveFile(path, once(utf8(text)), { replace });
  screen.say(screen.paint('good', `✓ ${words.consent.said.saved(shown(shownPath(path)))}`));
  return { json: { saved: path, id: share.id } };
};

const readText = async (path: string): Promise<string> => {
  const facts = await stat(path).catch(() => null);
  if (facts === null) throw new SafeError('file_not_found', { details: { path } });
  if (!facts.isFile() || facts.size > MOST_BYTES) throw new SafeError('damaged');
  return readFile(path, 'utf8').catch((cause: unknown) => {
    throw new SafeError('file_unreadable', { details: { reason: 'denied' }, cause });
  });
};

/** What this machine already believes of the relay and of the holder: more than a receipt can say of itself. */
const trustedFor = async ({ home, options }: Call, receipt: VerifiedReceipt) => {
  const pins = (await home.read())?.pins.known;
  const pinned = pins?.relays[receipt.recipient.uid]?.directory;
  const directory =
    options.directory === undefined
      ? pinned && fromBase64Url(pinned)
      : await readDirectory(options.directory);
  const contact = pins?.contacts[receipt.holder.uid];
  return {
    ...(directory ? { directory } : {}),
    ...(contact ? { holder: { uid: fromHex(receipt.holder.uid, 16), fp: fromHex(contact.fp, 32) } } : {}),
  };
};

const tell = ({ screen, words, format }: Call, receipt: VerifiedReceipt): void => {
  const { holder, recipient, purpose, labels, until, withdrawnAt } = receipt;
  const { said, columns, states } = words.consent;
  screen.say(screen.paint('good', `✓ ${said.receiptTrue}`), '');
  const who = shown(recipient.certifiedName ?? recipient.name);
  screen.say(`${columns.to}: ${who}`, `${columns.purpose}: ${shown(purpose)}`);
  for (const { title } of labels) screen.say(`${columns.what}: ${shown(title)}`);
  screen.say(`${columns.until}: ${format.moment(until)}`);
  if (withdrawnAt !== null) screen.say(`${columns.state}: ${states.ended} (${format.moment(withdrawnAt)})`);
  screen.say(
    '',
    // line by line: what steers a terminal is made harmless, and a new line would be
    ...receipt.shown.split('\n').map((line) => `  ${shown(line)}`),
    '',
  );
  if (receipt.passed) {
    const { by, from, shown: agreed } = receipt.passed;
    screen.say(
      said.passedWithin(shown(by.name === '' ? from.name : said.of(by.name, from.name))),
      '',
      ...agreed.split('\n').map((line) => `  ${shown(line)}`),
      '',
    );
  }
  screen.say(screen.paint('soft', said.receiptCompare));
  screen.say(`  ${columns.person}: ${holder.words.join(' ')}`);
  if (receipt.passed)
    screen.say(`  ${shown(receipt.passed.from.name)}: ${receipt.passed.from.words.join(' ')}`);
  if (recipient.directoryWords) screen.say(`  ${said.association}: ${recipient.directoryWords.join(' ')}`);
};

/** Without the server: a receipt proves itself. */
const verify = async (call: Call, path: string): Promise<Outcome> => {
  const text = await readText(path);
  const receipt = verifyReceipt(text, await trustedFor(call, verifyReceipt(text)));
  tell(call, receipt);
  return { json: { receipt } };
};

export const receipt: Command = {
  options: ['out', 'force', 'to', 'directory'],
  takes: [2, 2],
  run: async (call): Promise<Outcome> => {
    const [verb = '', word = ''] = call.rest;
    if (verb === 'export') return save(call, word);
    if (verb === 'verify') return verify(call, word);
    throw usage('argument_unknown', { name: verb, usage: call.words.help.usages.receipt });
  },
};
