import { sameBytes, toBase64Url, toHex } from '../../core/bytes.js';
import { certifyRelay, foundRelay as foundRelayContract } from '../../core/api/relays.js';
import { type AccountKey, newKey } from '../../core/crypto/keys.js';
import { damaged, SafeError } from '../../core/errors.js';
import {
  askText,
  certificateText,
  posterText,
  readAsk,
  readCertificateText,
} from '../../core/protocol/contact.js';
import {
  directoryFingerprint,
  directoryKeys,
  openCertificate,
  signCertificate,
} from '../../core/protocol/directory.js';
import { fingerprint, firstIdentity, identityKeys } from '../../core/protocol/identity.js';
import { fingerprintWords } from '../../core/protocol/words.js';
import {
  type MemberIdentity,
  openTeam,
  relayId,
  sealTeamKey,
  signTeamEntry,
} from '../../core/protocol/team.js';
import type { AccountSession } from '../session.js';
import type { RelayView } from './open.js';
import { mustTrust, trustRelay } from './pins.js';

/** How a team's entries name this account. */
export const ownMember = ({ uid, identity }: AccountSession): MemberIdentity => ({
  uid,
  gen: identity.gen,
  sign: identity.sign,
  fp: fingerprint(identity),
});

/** The founder as the first manager, by the relay's own key. */
const firstEntry = (session: AccountSession, key: AccountKey, name: string, ts: number) => {
  const keys = identityKeys(key);
  const member = ownMember(session);
  const uid = relayId(keys.sign.publicKey, member);
  const id = { uid, sign: keys.sign.publicKey, enc: keys.enc.publicKey };
  const fp = fingerprint(id);
  const entry = signTeamEntry(
    {
      relay: uid,
      seq: 1,
      prev: null,
      act: 'add',
      member,
      role: 'manager',
      name,
      teamGen: 1,
      teamFp: fp,
      by: uid,
      ts,
    },
    keys.sign.secretKey,
  );
  return { id, fp, keys, link: { entry, approval: null } };
};

/**
 * Founds a relay, whose first manager is the worker, seen there under the name `as`. Nobody may show papers to it until the
 * association certified it: `request` is the code that is handed to them.
 *
 * @throws SafeError `invalid_request` for no name, `unavailable`
 */
export const foundRelay = async (
  session: AccountSession,
  { as }: { readonly as: string },
): Promise<{ readonly relay: Uint8Array; readonly fp: Uint8Array; readonly request: string }> => {
  const name = checkName(as);
  const key: AccountKey = newKey();
  const ts = session.device.clock.now();
  const { id, fp, keys, link } = firstEntry(session, key, name, ts);
  const team = openTeam(id, [link]);
  const sealed = sealTeamKey(
    session.identity.enc,
    { relay: id.uid, generation: 1, member: session.uid },
    key,
  );
  // Before it is sent: were the answer lost, this device would not know its own relay.
  await trustRelay(session, { uid: id.uid, fp }, { team });
  await session.api.call(
    foundRelayContract,
    {
      body: {
        statement: toBase64Url(firstIdentity(id.uid, 'relay', keys, ts).statement),
        team: { entry: toBase64Url(link.entry), approval: null },
        sealed: toBase64Url(sealed),
      },
    },
    { again: true },
  );
  return { relay: id.uid, fp, request: askText({ uid: id.uid, fp }) };
};

/** What a team's entry takes as a name. */
const MAX_NAME = 60;

/** A name to be seen under, without the spaces around it; `invalid_request` if nothing of it is left or it is too long. */
export const checkName = (typed: string): string => {
  const name = typed.trim();
  if (name === '' || name.length > MAX_NAME || /\p{Surrogate}/u.test(name)) {
    throw new SafeError('invalid_request', { details: { reason: 'name' } });
  }
  return name;
};

/** The code of {@link foundRelay} once more. */
export const requestOf = ({ relay, fp }: Pick<RelayView, 'relay' | 'fp'>): string =>
  askText({ uid: relay, fp });

/**
 * Signs, on the association's own machine, that a relay is what it is called. Nothing is asked of any server: that the request
 * came from this relay is for a person to have checked.
 *
 * @throws SafeError `bad_contact` for a request that is none, `invalid_request` for a name that is none
 */
export const certificateFor = (request: string, name: string, seed: Uint8Array, ts: number): string => {
  const { uid, fp } = readAsk(request);
  const said = name.trim();
  const { publicKey, secretKey } = directoryKeys(seed);
  const certificate = signCertificate({ relay: uid, fp, name: said, ts }, secretKey);
  try {
    openCertificate(certificate, publicKey);
  } catch (cause) {
    throw new SafeError('invalid_request', { details: { reason: 'name' }, cause });
  }
  return certificateText({ directory: publicKey, certificate });
};

/**
 * What a certificate's text says, to be shown before it is brought: whether its key is the association's is for a person to
 * compare, by its words or by knowing where the text came from. `bad_contact`, `damaged`.
 */
export const lookAtCertificate = (
  text: string,
): {
  readonly relay: Uint8Array;
  readonly name: string;
  readonly directory: Uint8Array;
  readonly words: readonly string[];
} => {
  const { directory, certificate } = readCertificateText(text);
  const { relay, name } = openCertificate(certificate, directory);
  return { relay, name, directory, words: fingerprintWords(directoryFingerprint(directory)) };
};

/**
 * Brings the certificate to the server. The association's key is believed from now on for this relay: `directory`, as the
 * association told it, or that of the text, which must then come from the association itself. Never from the server.
 *
 * @throws SafeError `bad_contact`, `damaged` if another key signed it or for another relay, `not_manager`, `not_certified` if the
 * server knows no association
 */
export const certify = async (
  session: AccountSession,
  text: string,
  directory = readCertificateText(text).directory,
): Promise<{ readonly relay: Uint8Array; readonly name: string }> => {
  const { certificate } = readCertificateText(text);
  const { relay, fp, name } = openCertificate(certificate, directory);
  if (!sameBytes(mustTrust(session, relay).fp, fp)) throw damaged();
  await session.api.call(
    certifyRelay,
    { params: { relay: toHex(relay) }, body: { certificate: toBase64Url(certificate) } },
    { again: true },
  );
  await trustRelay(session, { uid: relay, fp }, { directory });
  return { relay, name };
};

/** The text of a relay's poster; `not_certified` before the association certified it. */
export const posterOf = ({ relay, fp, directory, certified }: RelayView): string => {
  if (!certified || directory === null) throw new SafeError('not_certified');
  return posterText({ uid: relay, fp, directory });
};
