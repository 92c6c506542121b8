import { sealAnew } from '../../client/relay/at-work.js';
import { rotateTeam } from '../../client/relay/change.js';
import {
  approveReplacement,
  finishReplacement,
  isReplacementAsked,
  prepareReplacement,
  readReplacement,
} from '../../client/relay/replace.js';
import { vouchFor } from '../../client/relay/vouch.js';
import type { AccountSession } from '../../client/session.js';
import { fromHex, toHex } from '../../core/bytes.js';
import { SafeError } from '../../core/errors.js';
import { isPartOf, isSameName } from '../../core/finding.js';
import { type Contact, isPosterText, readContact } from '../../core/protocol/contact.js';
import type { Call, Outcome } from '../command.js';
import { confirm, mustBeConfirmable } from '../confirm.js';
import { shown } from '../screen.js';
import { usage } from '../usage.js';
import { textOrFile } from './public-code.js';
import { chooseRelay, good, relayName, quietly, type Verb } from './worker-desk.js';

export const rotate: Verb = async (call) => {
  const session = await call.unlockWorker();
  const { teamGen } = await rotateTeam(session, await chooseRelay(call, session));
  await quietly(sealAnew(session));
  good(call, call.words.consent.said.rotated);
  return { json: { generation: teamGen } };
};

export const reseal: Verb = async (call) => {
  const sealed = await sealAnew(await call.unlockWorker());
  const { said } = call.words.consent;
  if (sealed === 0) call.screen.say(said.nothingToSeal);
  else good(call, said.sealed(sealed));
  return { json: { sealed } };
};

/** A person by the name under which they are known here, or by their public code. */
export const choosePerson = async (
  session: AccountSession,
  word: string,
): Promise<{ contact: Contact; name: string | null }> => {
  const known = Object.entries(session.pins.known().contacts).filter(([, { name }]) => isPartOf(name, word));
  const exact = known.filter(([, { name }]) => isSameName(name, word));
  const [only, ...more] = exact.length > 0 ? exact : known;
  if (more.length > 0) throw usage('ambiguous_person', { name: word });
  if (only) {
    const [id, { fp, name }] = only;
    return { contact: { uid: fromHex(id, 16), fp: fromHex(fp, 32) }, name };
  }
  const code = await textOrFile(word).catch(() => {
    throw new SafeError('not_found', { details: { known: word } });
  });
  if (isPosterText(code)) throw new SafeError('bad_contact');
  return { contact: readContact(code), name: null };
};

export const vouch: Verb = async (call, word) => {
  const session = await call.unlockWorker();
  const relay = await chooseRelay(call, session);
  const { contact, name } = await choosePerson(session, word ?? '');
  await vouchFor(session, relay, contact);
  const id = toHex(contact.uid);
  good(call, call.words.consent.said.vouched(shown(name ?? id.slice(0, 8)), shown(relayName(relay))));
  return { json: { vouchedFor: { id, name } } };
};

/** First step: who takes over asks, and gives the text to another member. */
const ask = async (call: Call): Promise<Outcome> => {
  const session = await call.unlockWorker();
  const relay = await chooseRelay(call, session);
  const code = await prepareReplacement(session, relay);
  const { out } = readReplacement(relay, code);
  const { ask: asks, said } = call.words.consent;
  await confirm(call, asks.replace(shown(out.name)));
  call.screen.say(said.replaceAsked, '', code, '', said.replaceNext);
  return { json: { ask: code, out: { id: toHex(out.uid), name: out.name } } };
};

/** Second step: another member sees who leaves and who takes over, and signs. */
const approve = async (call: Call, code: string): Promise<Outcome> => {
  const session = await call.unlockWorker();
  const relay = await chooseRelay(call, session);
  const { out, takesOver } = readReplacement(relay, code);
  const { ask: asks, said } = call.words.consent;
  await confirm(call, asks.approve(shown(out.name), shown(takesOver.name)));
  const approval = approveReplacement(session, relay, code);
  call.screen.say(said.replaceApproved, '', approval, '', said.replaceBack);
  return { json: { approval, out: out.name, takesOver: takesOver.name } };
};

/** Third step: it is done. */
const finish = async (call: Call, approval: string): Promise<Outcome> => {
  const session = await call.unlockWorker();
  const relay = await chooseRelay(call, session);
  const out = relay.members.find(({ role }) => role === 'manager');
  await confirm(call, call.words.consent.ask.takeOver(shown(out?.name ?? '')));
  await finishReplacement(session, relay, approval);
  await quietly(sealAnew(session));
  good(call, call.words.consent.said.replaced);
  return { json: { replaced: out?.name ?? null } };
};

/** Three steps under one name: what is brought tells which one it is. */
export const replace: Verb = async (call, word) => {
  mustBeConfirmable(call);
  if (word === undefined) return ask(call);
  const code = await textOrFile(word);
  return isReplacementAsked(code) ? approve(call, code) : finish(call, code);
};
