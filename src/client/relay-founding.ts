import { fromHex, sameBytes, toBase64Url, toHex } from '../core/bytes.js';
import { certifyRelay as certifyContract, foundRelay as foundContract } from '../core/api/relays.js';
import { type AccountKey, newKey } from '../core/crypto/keys.js';
import { damaged, SafeError } from '../core/errors.js';
import { posterText } from '../core/protocol/contact.js';
import { directoryFingerprint, MAX_NAME, openCertificate } from '../core/protocol/directory.js';
import { fingerprint, firstIdentity, identityKeys } from '../core/protocol/identity.js';
import { type MemberIdentity, relayId, sealTeamKey, signTeamEntry, teamEntryHash } from '../core/protocol/team.js';
import { fingerprintWords } from '../core/protocol/words.js';
import { rememberRelay, type Relay } from './relay.js';
import { readCertificateText, requestText } from './relay-texts.js';
import type { AccountSession } from './session.js';

/** Oneself as a team's entry names one. */
export const ownMember = ({ uid, identity }: AccountSession): MemberIdentity => ({
  uid,
  gen: identity.gen,
  sign: identity.sign,
  fp: fingerprint(identity),
});

const checkNames = (name: string, displayName: string): void => {
  const lengths = [name.trim().length > 0, name.length <= MAX_NAME, displayName.trim().length > 0];
  if (lengths.includes(false)) throw new SafeError('invalid_request');
};

/**
 * Founds a relay: its key is the team's, and who founds it is its first manager. Nobody shows papers to it before the
 * association certified it: `request` is what to bring there.
 */
export const foundRelay = async (
  session: AccountSession,
  { name, displayName }: { readonly name: string; readonly displayName: string },
): Promise<{ id: string; request: string; words: readonly string[] }> => {
  checkNames(name, displayName);
  const key: AccountKey = newKey();
  const keys = identityKeys(key);
  const member = ownMember(session);
  const uid = relayId(keys.sign.publicKey, member);
  const ts = session.device.clock.now();
  const { statement } = firstIdentity(uid, 'relay', keys, ts);
  const fp = fingerprint({ uid, sign: keys.sign.publicKey, enc: keys.enc.publicKey });
  const first = { seq: 1, prev: null, act: 'add', role: 'manager', teamGen: 1 } as const;
  const entry = signTeamEntry(
    { relay: uid, ...first, member, name: displayName, teamFp: fp, by: uid, ts },
    keys.sign.secretKey,
  );
  const sealed = sealTeamKey(session.identity.enc, { relay: uid, generation: 1, member: session.uid }, key);
  const body = {
    statement: toBase64Url(statement),
    team: { entry: toBase64Url(entry), approval: null },
    sealed: toBase64Url(sealed),
  };
  const id = toHex(uid);
  const team = { seq: 1, hash: toHex(teamEntryHash(entry)) };
  await rememberRelay(session, id, { fp: toHex(fp), directory: null, name, team });
  const { relay } = await session.api.call(foundContract, { body }, { again: true });
  if (relay !== id) throw damaged();
  return { id, request: requestText({ uid, fp, name }), words: fingerprintWords(fp) };
};

/** What an association's text says, before anything of it is believed: its key must be compared by these words. */
export const lookAtCertificate = (text: string): { readonly words: readonly string[]; readonly name: string } => {
  const { directory, certificate } = readCertificateText(text);
  const { name } = openCertificate(certificate, directory);
  return { words: fingerprintWords(directoryFingerprint(directory)), name };
};

/** Brings the certificate to the server, and believes the association's key from now on. */
export const certifyRelay = async (session: AccountSession, text: string): Promise<{ id: string; name: string }> => {
  const { directory, certificate } = readCertificateText(text);
  const said = openCertificate(certificate, directory);
  const id = toHex(said.relay);
  const pin = session.pins.known().relays[id];
  if (!pin) throw new SafeError('not_found');
  if (!sameBytes(said.fp, fromHex(pin.fp, 32))) throw damaged();
  const body = { certificate: toBase64Url(certificate) };
  await session.api.call(certifyContract, { params: { relay: id }, body }, { again: true });
  await rememberRelay(session, id, { ...pin, directory: toBase64Url(directory), name: said.name });
  return { id, name: said.name };
};

/** The relay's public code, which carries the association's key; `not_certified` before it is certified. */
export const relayPoster = ({ uid, first, pin, certificate }: Relay, directory: Uint8Array): string => {
  if (!certificate || pin.directory === null) throw new SafeError('not_certified');
  return posterText({ directory, uid, fp: fingerprint(first) });
};
