import { sealAnew } from '../../client/relay/at-work.js';
import { acceptWorker, changeRole, removeMember } from '../../client/relay/change.js';
import { certify as certifyRelay, foundRelay } from '../../client/relay/found.js';
import { inviteWorker, pendingAnswers, readAndAnswerInvitation } from '../../client/relay/invite.js';
import { loadRelays, type OwnRelay } from '../../client/relay/load.js';
import { trustRelay } from '../../client/relay/pins.js';
import { toHex } from '../../core/bytes.js';
import { readCertificateText } from '../../core/protocol/contact.js';
import { directoryFingerprint, openCertificate } from '../../core/protocol/directory.js';
import { fingerprint } from '../../core/protocol/identity.js';
import { readInvitation } from '../../core/protocol/invitation.js';
import type { Member, TeamRole } from '../../core/protocol/team.js';
import { fingerprintWords } from '../../core/protocol/words.js';
import { SafeError } from '../../core/errors.js';
import { isSameName } from '../../core/finding.js';
import { isMeant } from '../choose.js';
import type { Call, Command, Outcome } from '../command.js';
import { confirm, mustBeConfirmable } from '../confirm.js';
import { shown } from '../screen.js';
import { table } from '../table.js';
import { tellVerbs } from './help.js';
import { askAgain } from '../unlocking.js';
import { usage } from '../usage.js';
import { readDirectory, textOrFile } from './public-code.js';
import { asks } from './relay-asks.js';
import { log } from './relay-log.js';
import { giveTheName, names, statistics } from './relay-notes.js';
import { poster } from './relay-poster.js';
import { replace, reseal, rotate, vouch } from './relay-team.js';
import { watch } from './relay-watch.js';
import { chooseRelay, enterAsWorker, good, mustHave, relayName, quietly, type Verb } from './worker-desk.js';

const wordsOf = (fp: Uint8Array): string => fingerprintWords(fp).join(' ');

const found: Verb = async (call) => {
  const as = mustHave(call, 'as', 'relay');
  const name = mustHave(call, 'name', 'relay');
  const session = await enterAsWorker(call);
  const { relay, fp, request } = await foundRelay(session, { as });
  await trustRelay(session, { uid: relay, fp }, { name });
  const { said } = call.words.consent;
  good(call, said.founded);
  call.screen.say('', request, '', said.words(fingerprintWords(fp)), said.foundedNext);
  return { json: { relay: toHex(relay), name, request, words: fingerprintWords(fp) } };
};

const certify: Verb = async (call, word) => {
  const text = await textOrFile(word ?? '');
  mustBeConfirmable(call);
  const certificate = readCertificateText(text);
  // Without the file a person compares the words; where nobody does, the key must come from the association itself.
  if (call.options.yes === true) mustHave(call, 'directory', 'relay certify CERTIFICATE');
  const file = call.options.directory;
  const directory = file === undefined ? certificate.directory : await readDirectory(file);
  const { name } = openCertificate(certificate.certificate, directory);
  const association = wordsOf(directoryFingerprint(directory));
  await confirm(call, call.words.consent.ask.association(shown(name), association));
  const { relay } = await certifyRelay(await call.unlockWorker(), text, directory);
  good(call, call.words.consent.said.certified(shown(name)));
  return { json: { relay: toHex(relay), name } };
};

const invite: Verb = async (call) => {
  const session = await call.unlockWorker();
  const role: TeamRole = call.options.manager === true ? 'manager' : 'member';
  const { code, expiresAt } = await inviteWorker(session, await chooseRelay(call, session), { role });
  const { said } = call.words.consent;
  call.screen.say(said.code(code, call.format.moment(expiresAt)), said.inviteNext);
  return { json: { code, role, expiresAt: new Date(expiresAt).toISOString() } };
};

const join: Verb = async (call) => {
  const as = mustHave(call, 'as', 'relay');
  const code = await askAgain(call, async () => {
    const typed = await call.secrets.hidden(`${call.words.consent.ask.invitation} `);
    readInvitation(typed);
    return typed;
  });
  const session = await enterAsWorker(call);
  const { relay, name } = await readAndAnswerInvitation(session, code, { as });
  const own = fingerprintWords(fingerprint(session.identity));
  const { said } = call.words.consent;
  good(call, said.joined(shown(name ?? '')));
  call.screen.say(said.joinedNext, said.words(own));
  return { json: { relay: toHex(relay), words: own } };
};

const accept: Verb = async (call) => {
  mustBeConfirmable(call);
  const session = await call.unlockWorker();
  const pending = await pendingAnswers(session, await chooseRelay(call, session));
  if (pending.some(({ state }) => state === 'forged')) throw new SafeError('damaged');
  const accepted: string[] = [];
  for (const one of pending) {
    if (!one.answer) continue;
    const { name, identity } = one.answer;
    await confirm(call, call.words.consent.ask.accept(shown(name), wordsOf(fingerprint(identity))));
    // Each entry goes on from the one before: the team is loaded anew.
    await acceptWorker(session, await chooseRelay(call, session), one);
    good(call, call.words.consent.said.accepted(shown(name)));
    accepted.push(name);
  }
  if (accepted.length === 0) call.screen.say(call.words.consent.said.nobodyAnswered);
  return { json: { accepted, open: pending.length - accepted.length } };
};

const memberJson = ({ uid, name, role }: Member, { me }: OwnRelay) => ({
  id: toHex(uid),
  name,
  role,
  you: toHex(uid) === toHex(me.uid),
});

const tellTeam = ({ screen, words }: Call, relay: OwnRelay): void => {
  const { columns, said } = words.consent;
  const mark = relay.certified ? '' : ` (${said.notCertified})`;
  screen.say(screen.paint('strong', `${shown(relayName(relay))}${mark}`));
  const rows = relay.members.map((one) => [
    { text: shown(one.name) },
    { text: said[one.role] },
    { text: toHex(one.uid) === toHex(relay.me.uid) ? said.you : '', tone: 'soft' as const },
  ]);
  screen.say(
    ...table(screen, [{ title: columns.name, shrinks: true }, { title: columns.role }, { title: '' }], rows),
  );
  screen.say(screen.paint('soft', said.words(fingerprintWords(relay.fp))), '');
};

const relayJson = (relay: OwnRelay) => ({
  id: toHex(relay.relay),
  name: relay.name,
  certified: relay.certified,
  words: fingerprintWords(relay.fp),
  members: relay.members.map((one) => memberJson(one, relay)),
});

const members: Verb = async (call) => {
  const { relays, unknown } = await loadRelays(await call.unlockWorker());
  for (const relay of relays) tellTeam(call, relay);
  if (relays.length === 0) call.screen.say(call.words.consent.said.noRelay);
  return { json: { relays: relays.map(relayJson), unknown: unknown.map(({ relay }) => toHex(relay)) } };
};

/** A member by name, a part of it, or the beginning of the id. */
const chooseMember = ({ members: all }: OwnRelay, word: string): Member => {
  const fits = all.filter(({ uid, name }) => isMeant(toHex(uid), name, word));
  const exact = fits.filter(({ name }) => isSameName(name, word));
  const [only, ...more] = exact.length > 0 ? exact : fits;
  if (!only) throw new SafeError('not_found', { details: { member: word } });
  if (more.length > 0) throw usage('ambiguous_member', { name: word });
  return only;
};

const remove: Verb = async (call, word) => {
  mustBeConfirmable(call);
  const session = await call.unlockWorker();
  const relay = await chooseRelay(call, session);
  const member = chooseMember(relay, word ?? '');
  await confirm(call, call.words.consent.ask.remove(shown(member.name)));
  await removeMember(session, relay, toHex(member.uid));
  await quietly(sealAnew(session));
  good(call, call.words.consent.said.removed(shown(member.name)));
  call.screen.say(call.words.consent.said.removedNext);
  return { json: { removed: memberJson(member, relay) } };
};

const role: Verb = async (call, word) => {
  const session = await call.unlockWorker();
  const relay = await chooseRelay(call, session);
  const member = chooseMember(relay, word ?? '');
  const next: TeamRole = call.options.manager === true ? 'manager' : 'member';
  await changeRole(session, relay, toHex(member.uid), next);
  const { said } = call.words.consent;
  good(call, said.role(shown(member.name), said[next]));
  return { json: { member: memberJson({ ...member, role: next }, relay) } };
};

/** Each with whether a word follows it. */
const VERBS: Readonly<Record<string, readonly [verb: Verb, word: 'none' | 'one' | 'maybe']>> = {
  found: [found, 'none'],
  certify: [certify, 'one'],
  invite: [invite, 'none'],
  join: [join, 'none'],
  accept: [accept, 'none'],
  members: [members, 'none'],
  remove: [remove, 'one'],
  role: [role, 'one'],
  rotate: [rotate, 'none'],
  replace: [replace, 'maybe'],
  vouch: [vouch, 'one'],
  name: [giveTheName, 'one'],
  names: [names, 'none'],
  statistics: [statistics, 'none'],
  reseal: [reseal, 'none'],
  asks: [asks, 'maybe'],
  log: [log, 'none'],
  poster: [poster, 'none'],
  watch: [watch, 'one'],
};

/** How a verb is written, as help has it. */
const verbUsage = ({ words }: Call, name: string): string =>
  `relay ${words.help.verbs.relay?.find(([how]) => how.split(' ')[0] === name)?.[0] ?? name}`;

export const relay: Command = {
  options: [
    ...(['name', 'as', 'server', 'card-dir', 'nickname', 'relay', 'manager', 'directory'] as const),
    ...(['out', 'force', 'yes', 'person', 'kind', 'note', 'keep-metadata'] as const),
  ],
  takes: [0, 2],
  run: async (call): Promise<Outcome> => {
    const [name, word] = call.rest;
    if (name === undefined) return tellVerbs(call, 'relay', relay.options);
    const [verb, takes] = (Object.hasOwn(VERBS, name) ? VERBS[name] : undefined) ?? [];
    if (!verb) throw usage('verb_unknown', { name, command: 'relay' });
    if (takes === 'one' && word === undefined)
      throw usage('argument_missing', { usage: verbUsage(call, name) });
    if (takes === 'none' && word !== undefined)
      throw usage('argument_unwanted', { usage: verbUsage(call, name) });
    return verb(call, word);
  },
};
